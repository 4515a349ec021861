import { Button, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../app/dialog.js';
import { api, bodyOf } from '../../api/client.js';
import { useNotices } from '../../app/notice.js';
import { useMay } from '../../app/session.js';
import { Confirm } from '../../parts/confirm.js';
import { Copyable } from '../../parts/copyable.js';
import { LeftInvitationsDialog, type LeftInvitation } from '../../parts/left-invitations.js';
import { Problem } from '../../parts/problem.js';
import { Section } from '../../parts/section.js';
import { When } from '../../parts/when.js';
import { ApiKeyForm } from './api-key-form.js';
import { apiKeysQuery, type ApiKey } from './security.queries.js';
import { useWords } from './security.words.js';

/** Keys by which programs sign in. */
export function ApiKeys() {
  const say = useWords();
  const may = useMay();
  const { tell } = useNotices();
  const queries = useQueryClient();
  const { data, error } = useQuery(apiKeysQuery);
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<string>();
  const [leaving, setLeaving] = useState<ApiKey>();
  const [left, setLeft] = useState<readonly LeftInvitation[]>([]);
  const revoke = useMutation({
    mutationFn: ({ id }: ApiKey) =>
      bodyOf(api.DELETE('/v1/api-keys/{apiKeyId}', { params: { path: { apiKeyId: id } } })),
    onSuccess: async ({ openInvitations }) => {
      await queries.invalidateQueries(apiKeysQuery);
      setLeaving(undefined);
      setLeft(openInvitations ?? []);
      tell(say('revoked'));
    },
  });
  return (
    <Section
      title={say('keys')}
      note={say('keysNote')}
      actions={
        may('security:edit') && (
          <Button variant="default" size="xs" onClick={() => setMaking(true)}>
            {say('makeKey')}
          </Button>
        )
      }
    >
      <Problem error={error} />
      {!data && !error && <Skeleton height={88} />}
      {data?.length === 0 && <Text c="dimmed">{say('noKeys')}</Text>}
      {data && data.length > 0 && <KeyTable keys={data} onRevoke={setLeaving} />}
      <Dialog opened={isMaking} onClose={() => setMaking(false)} title={say('makeKey')}>
        <ApiKeyForm
          onMade={(key) => {
            void queries.invalidateQueries(apiKeysQuery);
            setMaking(false);
            setMade(key);
          }}
          onCancel={() => setMaking(false)}
        />
      </Dialog>
      <Dialog
        opened={made !== undefined}
        onClose={() => setMade(undefined)}
        title={say('newKey')}
        closeOnClickOutside={false}
      >
        {made && <NewKey value={made} onDone={() => setMade(undefined)} />}
      </Dialog>
      <Confirm
        opened={leaving !== undefined}
        title={say('revokeKey', { name: leaving?.name })}
        act={say('revokeKeyAct')}
        isDestructive
        busy={revoke.isPending}
        error={revoke.error}
        onConfirm={() => leaving && revoke.mutate(leaving)}
        onCancel={() => setLeaving(undefined)}
      >
        <Text>{say('revokeKeyWhy')}</Text>
      </Confirm>
      {left.length > 0 && <LeftInvitationsDialog invitations={left} onClose={() => setLeft([])} />}
    </Section>
  );
}

function KeyTable({ keys, onRevoke }: { keys: readonly ApiKey[]; onRevoke: (key: ApiKey) => void }) {
  const say = useWords();
  const may = useMay();
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('name')}</Table.Th>
            <Table.Th>{say('key')}</Table.Th>
            <Table.Th>{say('roles')}</Table.Th>
            <Table.Th>{say('created')}</Table.Th>
            <Table.Th>{say('lastUsed')}</Table.Th>
            <Table.Th>{say('expires')}</Table.Th>
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {keys.map((key) => (
            <Table.Tr key={key.id} h={44}>
              <Table.Td>{key.name}</Table.Td>
              <Table.Td ff="monospace">{key.prefix}…</Table.Td>
              <Table.Td>{key.roles.map(({ name }) => name).join(', ') || say('noRoles')}</Table.Td>
              <Table.Td>
                <When at={key.createdAt} />
              </Table.Td>
              <Table.Td>{key.lastUsedAt ? <When at={key.lastUsedAt} /> : say('never')}</Table.Td>
              <Table.Td>{key.expiresAt ? <When at={key.expiresAt} /> : say('never')}</Table.Td>
              <Table.Td ta="right">
                {may('security:edit') && (
                  <Button
                    variant="subtle"
                    color="gray"
                    size="xs"
                    aria-label={say('revokeKey', { name: key.name })}
                    onClick={() => onRevoke(key)}
                  >
                    {say('revoke')}
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

/** The key itself, this once. */
function NewKey({ value, onDone }: { value: string; onDone: () => void }) {
  const say = useWords();
  return (
    <Stack gap="sm">
      <Text>{say('newKeyWhy')}</Text>
      <Copyable value={value} label={say('theKey')} />
      <Button onClick={onDone}>{say('goOn')}</Button>
    </Stack>
  );
}
