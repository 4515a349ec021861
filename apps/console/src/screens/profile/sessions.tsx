import { Badge, Button, Group, Skeleton, Table, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useNotices } from '../../app/notice.js';
import { Confirm } from '../../parts/confirm.js';
import { Problem } from '../../parts/problem.js';
import { Section } from '../../parts/section.js';
import { When } from '../../parts/when.js';
import { sessionsQuery } from './profile.queries.js';
import { useWords } from './profile.words.js';

/** Where the person is signed in, and how to end it. */
export function Sessions() {
  const say = useWords();
  const { tell } = useNotices();
  const queries = useQueryClient();
  const { data, error } = useQuery(sessionsQuery);
  const [isAsking, setAsking] = useState(false);
  const refresh = () => queries.invalidateQueries(sessionsQuery);
  const end = useMutation({
    mutationFn: (sessionId: string) => api.DELETE('/v1/sessions/{sessionId}', { params: { path: { sessionId } } }),
    onSuccess: async () => {
      await refresh();
      tell(say('ended'));
    },
  });
  const endOthers = useMutation({
    mutationFn: () => api.DELETE('/v1/sessions'),
    onSuccess: async () => {
      await refresh();
      setAsking(false);
      tell(say('endedOthers'));
    },
  });
  const hasOthers = (data?.items.length ?? 0) > 1;
  return (
    <Section
      title={say('sessions')}
      note={say('sessionsNote')}
      actions={
        hasOthers && (
          <Button variant="default" size="xs" onClick={() => setAsking(true)}>
            {say('endOthers')}
          </Button>
        )
      }
    >
      <Problem error={error ?? end.error} />
      {!data && !error && <Skeleton height={88} />}
      {data && (
        <SessionTable sessions={data.items} ending={end.isPending ? end.variables : undefined} onEnd={end.mutate} />
      )}
      <Confirm
        opened={isAsking}
        title={say('endOthers')}
        act={say('endOthers')}
        isDestructive
        busy={endOthers.isPending}
        error={endOthers.error}
        onConfirm={() => endOthers.mutate()}
        onCancel={() => setAsking(false)}
      >
        <Text>{say('endOthersWhy')}</Text>
      </Confirm>
    </Section>
  );
}

interface TableProps {
  readonly sessions: readonly components['schemas']['Session'][];
  /** The session that is being ended. */
  readonly ending: string | undefined;
  readonly onEnd: (sessionId: string) => void;
}

function SessionTable({ sessions, ending, onEnd }: TableProps) {
  const say = useWords();
  return (
    <Table.ScrollContainer minWidth={620}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('device')}</Table.Th>
            <Table.Th>{say('from')}</Table.Th>
            <Table.Th>{say('account')}</Table.Th>
            <Table.Th>{say('started')}</Table.Th>
            <Table.Th>{say('used')}</Table.Th>
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sessions.map((session) => (
            <Table.Tr key={session.id} h={44}>
              <Table.Td>
                <Group gap="xs">
                  {session.device || say('unknownDevice')}
                  {session.current && (
                    <Badge variant="default" tt="none">
                      {say('thisOne')}
                    </Badge>
                  )}
                </Group>
              </Table.Td>
              <Table.Td>{session.address}</Table.Td>
              <Table.Td>{session.account.name}</Table.Td>
              <Table.Td>
                <When at={session.createdAt} />
              </Table.Td>
              <Table.Td>
                <When at={session.lastUsedAt} />
              </Table.Td>
              <Table.Td ta="right">
                {!session.current && (
                  <Button
                    variant="subtle"
                    size="xs"
                    aria-label={say('endSession', { device: session.device || say('unknownDevice') })}
                    loading={ending === session.id}
                    onClick={() => onEnd(session.id)}
                  >
                    {say('end')}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
