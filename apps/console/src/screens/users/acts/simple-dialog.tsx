import { List, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../../api/client.js';
import { useNotices } from '../../../app/notice.js';
import { useProduct } from '../../../app/product.js';
import { Confirm } from '../../../parts/confirm.js';
import { nameOf } from '../../../parts/person.js';
import { priceOf, useSeats } from '../../../parts/seats.js';
import { invitationOf, useMembersChanged, type MemberRow } from '../members.js';
import type { Act } from './acts.js';
import { useActWords } from './acts.words.js';
import type { DialogProps } from './member-dialogs.js';

const by = (memberId: string) => ({ params: { path: { memberId } } });

async function withInvitation(memberId: string, act: (invitationId: string) => Promise<unknown>): Promise<void> {
  const invitation = await invitationOf(memberId);
  if (invitation) await act(invitation.id);
}

/** What takes no more than a yes. */
const RUN = {
  resend: (id: string) =>
    withInvitation(id, (invitationId) =>
      api.POST('/v1/invitations/{invitationId}/resend', { params: { path: { invitationId } } }),
    ),
  withdraw: (id: string) =>
    withInvitation(id, (invitationId) =>
      api.DELETE('/v1/invitations/{invitationId}', { params: { path: { invitationId } } }),
    ),
  revoke: (id: string) => api.POST('/v1/members/{memberId}/revoke', by(id)),
  reactivate: (id: string) => api.POST('/v1/members/{memberId}/reactivate', { ...by(id), body: {} }),
  activate: (id: string) => api.POST('/v1/members/{memberId}/activate', by(id)),
  deactivate: (id: string) => api.POST('/v1/members/{memberId}/deactivate', by(id)),
  bills: (memberId: string) => api.PUT('/v1/billing/contact', { body: { memberId } }),
} as const;

type Simple = keyof typeof RUN;
export const isSimple = (act: Act): act is Simple => Object.hasOwn(RUN, act);
/** Does it to a member, without asking: for many at once. */
export const run = (act: Simple, memberId: string): Promise<unknown> => RUN[act](memberId);

const DESTRUCTIVE: readonly Simple[] = ['withdraw', 'revoke', 'deactivate'];
/** What changes nobody’s rights. */
const GIVES_NO_RIGHT: readonly Simple[] = ['resend', 'withdraw', 'bills'];

/** Asks first, says what it comes to, and does it. */
export function SimpleDialog({ act, member, onClose }: DialogProps & { act: Simple }) {
  const say = useActWords();
  const { tell, inForce } = useNotices();
  const changed = useMembersChanged();
  const name = nameOf(member);
  const doIt = useMutation({
    mutationFn: () => run(act, member.id),
    onSuccess: async () => {
      await changed();
      onClose();
      const done = say(`${act}Done`, { name });
      if (GIVES_NO_RIGHT.includes(act)) tell(done);
      else await inForce(done);
    },
  });
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
