import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../app/dialog.js';
import { api, bodyOf } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useNotices } from '../../app/notice.js';
import { rememberWayBack } from '../../app/way-back.js';
import { Confirm } from '../../parts/confirm.js';
import { Problem } from '../../parts/problem.js';
import { Section } from '../../parts/section.js';
import { connectionsQuery } from './profile.queries.js';
import { useWords } from './profile.words.js';

type Connection = components['schemas']['Connection'];

/** The person's accounts at third parties (ID-40, ID-41, SC-21). Absent where the service knows none. */
export function Connections() {
  const say = useWords();
  const { tell } = useNotices();
  const queries = useQueryClient();
  const { data, error } = useQuery(connectionsQuery);
  const [asked, setAsked] = useState<Connection>();
  const [leaving, setLeaving] = useState<Connection>();
  const disconnect = useMutation({
    mutationFn: ({ provider }: Connection) =>
      api.DELETE('/v1/me/connections/{provider}', { params: { path: { provider } } }),
    onSuccess: async (_, { name }) => {
      await queries.invalidateQueries(connectionsQuery);
      setLeaving(undefined);
      tell(say('disconnected', { name }));
    },
  });
  if (data?.items.length === 0) return null;
  return (
    <Section title={say('accounts')} note={say('accountsNote')}>
      <Problem error={error} />
      {data?.items.map((connection) => (
        <ConnectionRow
          key={connection.provider}
          connection={connection}
          onAsk={() => setAsked(connection)}
          onLeave={() => setLeaving(connection)}
        />
      ))}
      <Dialog
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={say(asked?.scopes ? 'changeGrantOf' : 'connectTo', { name: asked?.name })}
      >
        {asked && <ScopesForm connection={asked} />}
      </Dialog>
      <Confirm
        opened={leaving !== undefined}
        title={say('disconnectFrom', { name: leaving?.name })}
        act={say('disconnect')}
        isDestructive
        busy={disconnect.isPending}
        error={disconnect.error}
        onConfirm={() => leaving && disconnect.mutate(leaving)}
        onCancel={() => setLeaving(undefined)}
      >
        <Text>{say('disconnectWhy')}</Text>
      </Confirm>
    </Section>
  );
}

interface RowProps {
  readonly connection: Connection;
  readonly onAsk: () => void;
  readonly onLeave: () => void;
}

function ConnectionRow({ connection: { name, scopes }, onAsk, onLeave }: RowProps) {
  const say = useWords();
  const state = (granted: readonly string[]) =>
    granted.length > 0 ? say('may', { scopes: granted.join(', ') }) : say('mayNothing');
  return (
    <Group justify="space-between" mih={44} gap="xs">
      <Stack gap={0}>
        <Text>{name}</Text>
        <Text size="xs" c="dimmed">
          {scopes ? state(scopes) : say('notConnected')}
        </Text>
      </Stack>
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          aria-label={say(scopes ? 'changeGrantOf' : 'connectTo', { name })}
          onClick={onAsk}
        >
          {say(scopes ? 'changeGrant' : 'connect')}
        </Button>
        {scopes && (
          <Button
            variant="subtle"
            color="gray"
            size="xs"
            aria-label={say('disconnectFrom', { name })}
            onClick={onLeave}
          >
            {say('disconnect')}
          </Button>
        )}
      </Group>
    </Group>
  );
}

/** Which permissions to ask for; then the browser goes to the third party, and comes back to `/connection-callback/…`. */
function ScopesForm({ connection: { provider, name, availableScopes, scopes } }: { connection: Connection }) {
  const say = useWords();
  const form = useForm({
    initialValues: { chosen: [...(scopes ?? availableScopes)] },
    validate: { chosen: (chosen) => (chosen.length > 0 ? null : say('nothingChosen')) },
  });
  const leave = useMutation({
    mutationFn: (chosen: string[]) =>
      bodyOf(api.POST('/v1/me/connections/authorizations', { body: { provider, scopes: chosen } })),
    onSuccess: ({ url }) => {
      rememberWayBack('/console/profile');
      location.assign(url);
    },
  });
  return (
    <form
      onSubmit={form.onSubmit(({ chosen }) => leave.mutate(chosen.filter((scope) => availableScopes.includes(scope))))}
    >
      <Stack gap="sm">
        <Text>{say('connectWhy', { name })}</Text>
        <Checkbox.Group label={say('scopes')} {...form.getInputProps('chosen')}>
          <Stack gap="xs" pt="xs">
            {availableScopes.map((scope) => (
              <Checkbox key={scope} value={scope} label={scope} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Problem error={leave.error} />
        <Button type="submit" loading={leave.isPending}>
          {say('goTo', { name })}
        </Button>
      </Stack>
    </form>
  );
}
