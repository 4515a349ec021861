import { List, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotices } from '../../../app/notice.js';
import { useProduct } from '../../../app/product.js';
import { Confirm } from '../../../parts/confirm.js';
import { LeftInvitationsDialog, type LeftInvitation } from '../../../parts/left-invitations.js';
import { nameOf } from '../../../parts/person.js';
import { priceOf, useSeats } from '../../../parts/seats.js';
import { useMembersChanged, type MemberRow } from '../members.js';
import { useActWords } from './acts.words.js';
import type { DialogProps } from './member-dialogs.js';
import { run, type Simple } from './run.js';

const DESTRUCTIVE: readonly Simple[] = ['withdraw', 'revoke', 'deactivate'];
/** What changes nobody’s rights. */
const GIVES_NO_RIGHT: readonly Simple[] = ['resend', 'withdraw', 'bills'];

/** Asks first, says what it comes to, and does it. */
export function SimpleDialog({ act, member, onClose }: DialogProps & { act: Simple }) {
  const say = useActWords();
  const { tell, inForce } = useNotices();
  const changed = useMembersChanged();
  const name = nameOf(member);
  const [left, setLeft] = useState<readonly LeftInvitation[]>([]);
  const doIt = useMutation({
    mutationFn: () => run(act, member.id),
    onSuccess: async (invitations) => {
      await changed();
      if (invitations.length > 0) setLeft(invitations);
      else onClose();
      const done = say(`${act}Done`, { name });
      if (GIVES_NO_RIGHT.includes(act)) tell(done);
      else await inForce(done);
    },
  });
  if (left.length > 0) return <LeftInvitationsDialog invitations={left} onClose={onClose} />;
  return (
    <Confirm
      opened
      title={say(`${act}Title`, { name })}
      act={say(`${act}Act`)}
      isDestructive={DESTRUCTIVE.includes(act)}
      busy={doIt.isPending}
      error={doIt.error}
      onConfirm={() => doIt.mutate()}
      onCancel={onClose}
    >
      {act === 'revoke' ? <WhatEnds member={member} /> : <What act={act} />}
    </Confirm>
  );
}

function What({ act }: { act: Exclude<Simple, 'revoke'> }) {
  const say = useActWords();
  return (
    <>
      <Text>{say(`${act}Why`)}</Text>
      {act === 'reactivate' && <AgentAccessNotGivenBack />}
    </>
  );
}

function WhatEnds({ member }: { member: MemberRow }) {
  const say = useActWords();
  const { labels } = useProduct();
  return (
    <List spacing={4}>
      <List.Item>{say('revokeSessions')}</List.Item>
      <List.Item>{say('revokeSeat')}</List.Item>
      {member.agentAccess && labels.agentAccess && (
        <List.Item>{say('revokeAgent', { agent: labels.agentAccess })}</List.Item>
      )}
      <List.Item>{say('revokeKept')}</List.Item>
    </List>
  );
}

/** Who comes back comes without agent access (ID-34): said before, with what it would cost. */
function AgentAccessNotGivenBack() {
  const say = useActWords();
  const { labels } = useProduct();
  const seats = useSeats('agents');
  if (!labels.agentAccess) return null;
  const price = seats && priceOf(seats);
  return (
    <Text>
      {price
        ? say('reactivateAgentPrice', { agent: labels.agentAccess, price })
        : say('reactivateAgent', { agent: labels.agentAccess })}
    </Text>
  );
}
