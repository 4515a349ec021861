import { Button, Group, List, Progress, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../../app/dialog.js';
import { api } from '../../../api/client.js';
import { useProblemWords } from '../../../app/problem.words.js';
import { Confirm } from '../../../parts/confirm.js';
import { LeftInvitationsDialog, type LeftInvitation } from '../../../parts/left-invitations.js';
import { nameOf } from '../../../parts/person.js';
import { RoleChoice } from '../../../parts/roles.js';
import { run } from '../acts/run.js';
import { useMembersChanged, type MemberRow } from '../members.js';
import { useBulkWords } from './bulk.words.js';

export type BulkAct = 'roles' | 'resend' | 'revoke';

interface Outcome {
  readonly member: MemberRow;
  /** Undefined: it is done. */
  readonly error?: unknown;
  readonly isSkipped?: boolean;
  /** Invitations that they had sent, which nobody can accept any more. */
  readonly left?: readonly LeftInvitation[];
}

interface Props {
  readonly act: BulkAct;
  readonly members: readonly MemberRow[];
  readonly onClose: (isDone: boolean) => void;
}

/** Does something to several people, one after the other, and says for each what came of it. */
export function BulkDialog({ act, members, onClose }: Props) {
  const say = useBulkWords();
  const changed = useMembersChanged();
  const [roleIds, setRoleIds] = useState<string[]>([]);
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([]);
  const count = members.length;
  const [isRead, setRead] = useState(false);
  const one = async ({ id }: MemberRow): Promise<readonly LeftInvitation[]> => {
    if (act !== 'roles') return run(act, id);
    await api.PUT('/v1/members/{memberId}/roles', { params: { path: { memberId: id } }, body: { roleIds } });
    return [];
  };
  const doAll = useMutation({
    mutationFn: async () => {
      for (const member of members) {
        const isSkipped = act === 'resend' && member.status !== 'invited';
        const outcome = isSkipped
          ? { member, isSkipped }
          : await one(member).then(
              (left) => ({ member, left }),
              (error: unknown) => ({ member, error }),
            );
        setOutcomes((before) => [...before, outcome]);
      }
      await changed();
    },
  });
  if (isRead) return <LeftInvitationsDialog invitations={leftBy(outcomes)} onClose={() => onClose(true)} />;
  if (!doAll.isIdle) {
    const onRead = (): void => (leftBy(outcomes).length > 0 ? setRead(true) : onClose(true));
    return <Outcomes outcomes={outcomes} count={count} isOver={!doAll.isPending} onClose={onRead} />;
  }
  return (
    <Confirm
      opened
      title={say(`${act}Title`, { count })}
      act={say(act)}
      isDestructive={act === 'revoke'}
      isDisabled={act === 'roles' && roleIds.length === 0}
      busy={false}
      onConfirm={() => doAll.mutate()}
      onCancel={() => onClose(false)}
    >
      {act === 'roles' ? (
        <RoleChoice label={say('rolesLabel')} value={roleIds} onChange={setRoleIds} />
      ) : (
        <Text>{say(`${act}Why`)}</Text>
      )}
    </Confirm>
  );
}

/** The invitations that all of them leave; not those that were withdrawn with the rest. */
function leftBy(outcomes: readonly Outcome[]): readonly LeftInvitation[] {
  const taken = new Set(outcomes.map(({ member }) => member.id));
  return outcomes.flatMap(({ left = [] }) => left.filter(({ memberId }) => !taken.has(memberId)));
}

interface OutcomesProps {
  readonly outcomes: readonly Outcome[];
  readonly count: number;
  readonly isOver: boolean;
  readonly onClose: () => void;
}

function Outcomes({ outcomes, count, isOver, onClose }: OutcomesProps) {
  const say = useBulkWords();
  const tell = useProblemWords();
  const word = ({ error, isSkipped }: Outcome): string => {
    if (isSkipped) return say('notInvited');
    return error ? tell(error) : say('done');
  };
  return (
    <Dialog
      opened
      title={say('result')}
      closeOnEscape={isOver}
      withCloseButton={isOver}
      onClose={() => isOver && onClose()}
    >
      <Stack gap="md">
        <Stack gap={4}>
          <Progress value={(100 * outcomes.length) / count} aria-hidden />
          <Text role="status">{say('progress', { done: outcomes.length, count })}</Text>
        </Stack>
        <List spacing={4}>
          {outcomes.map((outcome) => (
            <List.Item key={outcome.member.id}>
              <Text fw={500} component="span">{`${nameOf(outcome.member)}: `}</Text>
              {word(outcome)}
            </List.Item>
          ))}
        </List>
        <Group justify="flex-end">
          <Button disabled={!isOver} onClick={onClose}>
            {say('close')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
