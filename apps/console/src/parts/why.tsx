import { Code, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Refusal } from '../api/problem.js';
import { memberQuery } from '../app/members.js';
import { useReasonWords } from '../app/reason.words.js';
import { useMay, useMe } from '../app/session.js';
import { words } from '../app/words.js';
import { nameOf } from './person.js';

const useWords = words('why', {
  missing: 'You may not do this. It takes the permission',
  reason: 'What decided: {{reason}}.',
  ask: 'Ask {{name}}, who owns the account, or an administrator.',
  askAnybody: 'Ask an administrator of the account.',
});

/** Why something was refused: the permission, what decided, and who could help. A name only for those who may see it. */
export function Why({ refusal }: { refusal: Refusal }) {
  const say = useWords();
  const sayReason = useReasonWords();
  const may = useMay();
  const { account, member } = useMe();
  const { permission, reason } = refusal.problem.details ?? {};
  const owner = useQuery({
    ...memberQuery(account.ownerMemberId),
    enabled: may('members:view') && account.ownerMemberId !== member.id,
  });
  return (
    <Stack gap={4}>
      <Text>
        {say('missing')} <Code>{String(permission ?? '')}</Code>.
      </Text>
      {typeof reason === 'string' && <Text>{say('reason', { reason: sayReason(reason) })}</Text>}
      <Text>{owner.data ? say('ask', { name: nameOf(owner.data) }) : say('askAnybody')}</Text>
    </Stack>
  );
}
