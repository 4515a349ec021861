import { Skeleton, Stack, Table, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf } from '../../../api/client.js';
import { words } from '../../../app/words.js';
import { Empty } from '../../../parts/empty.js';
import { Pager } from '../../../parts/pager.js';
import { Problem } from '../../../parts/problem.js';
import { When } from '../../../parts/when.js';
import type { Member } from '../profile/profile.tab.js';

const useWords = words('user-activity', {
  table: 'What they did, the latest first',
  what: 'What',
  when: 'When',
  where: 'Where from',
  none: 'Nothing yet',
  noneWhy: 'What they do shows up here.',
  loading: 'Loading',
});

/** What somebody did, and from where (ID-45, ID-46). */
export function ActivityTab({ member }: { member: Member }) {
  const say = useWords();
  const [cursor, setCursor] = useState<string>();
  const { data, error } = useQuery({
    queryKey: ['members', member.id, 'activity', cursor],
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/v1/members/{memberId}/activity', {
          params: { path: { memberId: member.id }, query: { ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    meta: { shows: ['audit'] },
  });
  return (
    <Stack gap="md">
      <Problem error={error} />
      {!data && !error && <Skeleton h={200} role="status" aria-label={say('loading')} />}
      {data?.items.length === 0 && <Empty title={say('none')}>{say('noneWhy')}</Empty>}
      {data && data.items.length > 0 && (
        <Table aria-label={say('table')} verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('what')}</Table.Th>
              <Table.Th>{say('when')}</Table.Th>
              <Table.Th visibleFrom="sm">{say('where')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.items.map(({ id, action, at, address, userAgent }) => (
              <Table.Tr key={id}>
                <Table.Td>{readable(action)}</Table.Td>
                <Table.Td>
                  <When at={at} />
                </Table.Td>
                <Table.Td visibleFrom="sm">
                  {address}
                  <Text size="xs" c="dimmed" lineClamp={1}>
                    {userAgent}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Pager cursor={cursor} nextCursor={data?.nextCursor ?? null} onTurn={setCursor} />
    </Stack>
  );
}

/** `member.roles-set` as `Member roles set`. */
function readable(action: string): string {
  const said = action.replaceAll(/[.-]/g, ' ');
  return said.charAt(0).toUpperCase() + said.slice(1);
}
