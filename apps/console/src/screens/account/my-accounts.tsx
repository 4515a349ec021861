import { Badge, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '../../api/client.js';
import { accountsQuery } from '../../app/session.js';
import { Problem } from '../../parts/problem.js';
import { Section } from '../../parts/section.js';
import { When } from '../../parts/when.js';
import { useWords } from './account.words.js';

/** The accounts that the person may come into. */
export function MyAccounts() {
  const say = useWords();
  const { data, error } = useQuery(accountsQuery);
  const open = useMutation({
    mutationFn: (accountId: string) => api.POST('/v1/sessions/current/account', { body: { accountId } }),
    onSuccess: () => location.assign('/console'),
  });
  return (
    <Section title={say('myAccounts')}>
      <Problem error={error ?? open.error} />
      {!data && !error && <Skeleton height={44} />}
      {data?.items.map(({ account, isOwner, lastActiveAt, current }) => (
        <Group key={account.id} justify="space-between" mih={44} gap="xs" wrap="nowrap">
          <Stack gap={0} miw={0}>
            <Group gap="xs" wrap="nowrap">
              <Text truncate>{account.name}</Text>
              {current && (
                <Badge variant="default" tt="none" flex="none">
                  {say('thisOne')}
                </Badge>
              )}
            </Group>
            <Text size="xs" c="dimmed">
              {isOwner && `${say('owned')}, `}
              {lastActiveAt ? (
                <>
                  {say('lastActive')} <When at={lastActiveAt} />
                </>
              ) : (
                say('neverActive')
              )}
            </Text>
          </Stack>
          {!current && (
            <Button
              variant="default"
              size="xs"
              flex="none"
              aria-label={say('openAccount', { name: account.name })}
              loading={open.isPending && open.variables === account.id}
              onClick={() => open.mutate(account.id)}
            >
              {say('open')}
            </Button>
          )}
        </Group>
      ))}
    </Section>
  );
}
