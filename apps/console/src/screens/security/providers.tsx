import { Badge, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../app/dialog.js';
import { api, bodyOf } from '../../api/client.js';
import { useMay } from '../../app/session.js';
import { rememberWayBack } from '../../app/way-back.js';
import { Confirm } from '../../parts/confirm.js';
import { Copyable } from '../../parts/copyable.js';
import { Problem } from '../../parts/problem.js';
import { Section } from '../../parts/section.js';
import { ProviderForm } from './provider-form.js';
import { providersQuery, type Provider } from './security.queries.js';
import { useWords } from './security.words.js';

type Open = { readonly dialog: 'add' } | { readonly dialog: 'edit' | 'delete' | 'made'; readonly provider: Provider };

/** The account's identity providers (SC-04, SC-05). */
export function Providers() {
  const say = useWords();
  const may = useMay();
  const queries = useQueryClient();
  const { data, error } = useQuery(providersQuery);
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const provider = open && 'provider' in open ? open.provider : undefined;
  const remove = useMutation({
    mutationFn: ({ id }: Provider) =>
      api.DELETE('/v1/sso-connections/{connectionId}', { params: { path: { connectionId: id } } }),
    onSuccess: async () => {
      await queries.invalidateQueries(providersQuery);
      close();
    },
  });
  const saved = async (made: Provider): Promise<void> => {
    await queries.invalidateQueries(providersQuery);
    setOpen(open?.dialog === 'add' ? { dialog: 'made', provider: made } : undefined);
  };
  const isForm = open?.dialog === 'add' || open?.dialog === 'edit';
  return (
    <Section
      title={say('providers')}
      note={say('providersNote')}
      actions={
        may('security:edit') && (
          <Button variant="default" size="xs" onClick={() => setOpen({ dialog: 'add' })}>
            {say('addProvider')}
          </Button>
        )
      }
    >
      <Problem error={error} />
      {!data && !error && <Skeleton height={44} />}
      {data?.length === 0 && <Text c="dimmed">{say('noProviders')}</Text>}
      {data?.map((one) => (
        <ProviderRow
          key={one.id}
          provider={one}
          onEdit={() => setOpen({ dialog: 'edit', provider: one })}
          onDelete={() => setOpen({ dialog: 'delete', provider: one })}
        />
      ))}
      <Dialog
        opened={isForm}
        onClose={close}
        title={open?.dialog === 'edit' ? say('editProvider', { name: provider?.name }) : say('addProvider')}
      >
        {isForm && <ProviderForm provider={provider} onSaved={(made) => void saved(made)} onCancel={close} />}
      </Dialog>
      <Dialog opened={open?.dialog === 'made'} onClose={close} title={say('redirectUri')}>
        {open?.dialog === 'made' && <ToRegister provider={open.provider} onDone={close} />}
      </Dialog>
      <Confirm
        opened={open?.dialog === 'delete'}
        title={say('deleteProvider', { name: provider?.name })}
        act={say('deleteProviderAct')}
        isDestructive
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => provider && remove.mutate(provider)}
        onCancel={close}
      >
        <Text>{say('deleteProviderWhy')}</Text>
      </Confirm>
    </Section>
  );
}

interface RowProps {
  readonly provider: Provider;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
}

function ProviderRow({ provider, onEdit, onDelete }: RowProps) {
  const { name, kind, issuer, enforced, provisions } = provider;
  const say = useWords();
  const may = useMay();
  return (
    <Group justify="space-between" mih={44} gap="xs">
      <Stack gap={0} miw={0}>
        <Group gap="xs">
          <Text fw={600}>{name}</Text>
          {enforced && (
            <Badge variant="default" tt="none">
              {say('isEnforced')}
            </Badge>
          )}
          {provisions && (
            <Badge variant="default" tt="none">
              {say('isProvisioning')}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {say(kind)}, {issuer}
        </Text>
      </Stack>
      {may('security:edit') && (
        <Group gap="xs">
          <TryProvider provider={provider} />
          <Button variant="default" size="xs" aria-label={say('editProvider', { name })} onClick={onEdit}>
            {say('edit')}
          </Button>
          <Button
            variant="subtle"
            color="gray"
            size="xs"
            aria-label={say('deleteProvider', { name })}
            onClick={onDelete}
          >
            {say('delete')}
          </Button>
        </Group>
      )}
    </Group>
  );
}

/** Goes to the provider and back, to see what a sign-in would come to. Nothing changes by it. */
function TryProvider({ provider: { id, name } }: { provider: Provider }) {
  const say = useWords();
  const go = useMutation({
    mutationFn: () => bodyOf(api.POST('/v1/sso/trials/authorizations', { body: { connectionId: id } })),
    onSuccess: ({ url }) => {
      rememberWayBack('/console/security');
      location.assign(url);
    },
  });
  return (
    <>
      <Problem error={go.error} />
      <Button
        variant="default"
        size="xs"
        loading={go.isPending || go.isSuccess}
        aria-label={say('tryProvider', { name })}
        onClick={() => go.mutate()}
      >
        {say('try')}
      </Button>
    </>
  );
}

/** What is to be done at the provider, once it is set up here. */
function ToRegister({ provider: { redirectUri }, onDone }: { provider: Provider; onDone: () => void }) {
  const say = useWords();
  return (
    <Stack gap="sm">
      <Text>{say('redirectUriWhy')}</Text>
      <Copyable value={redirectUri} label={say('redirectUri')} />
      <Button onClick={onDone}>{say('goOn')}</Button>
    </Stack>
  );
}
