import { Button, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { api } from '../../api/client.js';
import { useNotices } from '../../app/notice.js';
import { useMay } from '../../app/session.js';
import { Empty } from '../../parts/empty.js';
import { NoPermission } from '../../parts/no-permission.js';
import { Page } from '../../parts/page.js';
import { Pager } from '../../parts/pager.js';
import { Problem } from '../../parts/problem.js';
import { When } from '../../parts/when.js';
import { useMails, type Delivery } from './mails.js';
import { useWords } from './mails.words.js';

/** The mails of the account, and what became of them. */
export function MailsScreen() {
  const say = useWords();
  const may = useMay();
  if (!may('notifications:view')) return <NoPermission title={say('title')} permission="notifications:view" />;
  return <Mails />;
}

function Mails() {
  const say = useWords();
  const { tell } = useNotices();
  const queries = useQueryClient();
  const navigate = useNavigate({ from: '/console/mails' });
  const { cursor } = useSearch({ from: '/console/mails' });
  const { data, error } = useMails(cursor);
  const retry = useMutation({
    mutationFn: ({ id }: Delivery) =>
      api.POST('/v1/notifications/deliveries/{deliveryId}/retry', { params: { path: { deliveryId: id } } }),
    onSuccess: async (_, { recipient }) => {
      await queries.invalidateQueries({ queryKey: ['deliveries'] });
      tell(say('retried', { recipient }));
    },
  });
  return (
    <Page title={say('title')}>
      <Problem error={error ?? retry.error} />
      {data?.items.length === 0 && (
        <Empty title={say('none')}>
          <Text c="dimmed">{say('noneWhy')}</Text>
        </Empty>
      )}
      {data?.items.length !== 0 && !error && (
        <Table.ScrollContainer minWidth={640}>
          <Table verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say('recipient')}</Table.Th>
                <Table.Th>{say('mail')}</Table.Th>
                <Table.Th>{say('state')}</Table.Th>
                <Table.Th>{say('created')}</Table.Th>
                <Table.Td />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data
                ? data.items.map((delivery) => (
                    <Row
                      key={delivery.id}
                      delivery={delivery}
                      busy={retry.isPending && retry.variables.id === delivery.id}
                      onRetry={() => retry.mutate(delivery)}
                    />
                  ))
                : Array.from({ length: 8 }, (_, row) => (
                    <Table.Tr key={row} h={44}>
                      <Table.Td colSpan={5}>
                        <Skeleton height={16} />
                      </Table.Td>
                    </Table.Tr>
                  ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Pager
        cursor={cursor}
        nextCursor={data?.nextCursor ?? null}
        onTurn={(next) => void navigate({ search: next ? { cursor: next } : {} })}
      />
    </Page>
  );
}

interface RowProps {
  readonly delivery: Delivery;
  readonly busy: boolean;
  readonly onRetry: () => void;
}

function Row({
  delivery: { recipient, template, state, attempts, lastError, createdAt, nextAttemptAt },
  busy,
  onRetry,
}: RowProps) {
  const say = useWords();
  const may = useMay();
  return (
    <Table.Tr h={44}>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>{recipient}</Table.Td>
      <Table.Td>{nameOfTemplate(template)}</Table.Td>
      <Table.Td>
        <Stack gap={0}>
          <Text>{say(state === 'sent' ? 'stateSent' : state)}</Text>
          {lastError && state !== 'sent' && (
            <Text size="xs" c="dimmed">
              {say('attempts', { count: attempts })}: {lastError}
            </Text>
          )}
          {nextAttemptAt && attempts > 0 && (
            <Text size="xs" c="dimmed">
              {say('next')} <When at={nextAttemptAt} />
            </Text>
          )}
        </Stack>
      </Table.Td>
      <Table.Td>
        <When at={createdAt} />
      </Table.Td>
      <Table.Td ta="right">
        {state === 'failed' && may('notifications:edit') && (
          <Button
            variant="default"
            size="xs"
            aria-label={say('retryTo', { recipient })}
            loading={busy}
            onClick={onRetry}
          >
            {say('retry')}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** `access-revoked` as people write it: the API names its mails in words. */
const nameOfTemplate = (template: string): string => {
  const text = template.replaceAll('-', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};
