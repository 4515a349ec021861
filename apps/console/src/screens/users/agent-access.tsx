import { NativeSelect, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../api/client.js';
import { useNotices } from '../../app/notice.js';
import { useProblemWords } from '../../app/problem.words.js';
import { useProduct } from '../../app/product.js';
import { useMay } from '../../app/session.js';
import { nameOf } from '../../parts/person.js';
import { useMembersChanged, type MemberRow } from './members.js';
import { useWords } from './users.words.js';

/** The switch outside the role, in the row itself: Access or No access (UI-09, RP-59). */
export function AgentAccess({ member }: { member: MemberRow }) {
  const say = useWords();
  const may = useMay();
  const { labels } = useProduct();
  const tell = useProblemWords();
  const { inForce } = useNotices();
  const changed = useMembersChanged();
  const set = useMutation({
    mutationFn: (enabled: boolean) =>
      api.PUT('/v1/members/{memberId}/agent-access', {
        params: { path: { memberId: member.id } },
        body: { enabled },
      }),
    onSuccess: async () => {
      await changed();
      await inForce();
    },
  });
  const word = (has: boolean): string => say(has ? 'access' : 'noAccess');
  const has = set.isPending ? set.variables : member.agentAccess;
  if (!may('members:edit') || member.status !== 'active') return <Text>{word(has)}</Text>;
  return (
    <NativeSelect
      aria-label={say('agentOf', { label: labels.agentAccess ?? '', name: nameOf(member) })}
      variant="unstyled"
      size="sm"
      w={120}
      data={[
        { value: 'yes', label: word(true) },
        { value: 'no', label: word(false) },
      ]}
      value={has ? 'yes' : 'no'}
      disabled={set.isPending}
      error={set.error && tell(set.error)}
      onChange={({ currentTarget }) => set.mutate(currentTarget.value === 'yes')}
    />
  );
}
