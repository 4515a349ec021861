import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { browserSupportsWebAuthn } from '@simplewebauthn/browser';
import { useState } from 'react';
import { Dialog } from '../../app/dialog.js';
import { api } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { BackupCodes } from '../../parts/backup-codes.js';
import { Confirm } from '../../parts/confirm.js';
import { When } from '../../parts/when.js';
import { Factor } from './factor.js';
import { AddPasskeyForm, RenamePasskeyForm } from './passkey-forms.js';
import { useWords } from './profile.words.js';
import { factorsQuery } from '../../app/session.js';

type Passkey = components['schemas']['Passkey'];
type Open =
  | { readonly dialog: 'add' }
  | { readonly dialog: 'codes'; readonly codes: readonly string[] }
  | { readonly dialog: 'rename' | 'remove'; readonly passkey: Passkey };

/** The person's passkeys: more, other names, fewer. */
export function Passkeys({ passkeys }: { passkeys: readonly Passkey[] }) {
  const say = useWords();
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const refresh = () => queries.invalidateQueries(factorsQuery);
  return (
    <Factor
      title={say('passkeys')}
      state={passkeys.length === 0 && say('noPasskeys')}
      actions={
        browserSupportsWebAuthn() && (
          <Button variant="default" size="xs" onClick={() => setOpen({ dialog: 'add' })}>
            {say('addPasskey')}
          </Button>
        )
      }
    >
      {passkeys.map((passkey) => (
        <PasskeyRow
          key={passkey.id}
          passkey={passkey}
          onRename={() => setOpen({ dialog: 'rename', passkey })}
          onRemove={() => setOpen({ dialog: 'remove', passkey })}
        />
      ))}
      <Dialog opened={open?.dialog === 'add'} onClose={close} title={say('addPasskey')}>
        <AddPasskeyForm
          onAdded={(codes) => {
            void refresh();
            setOpen(codes ? { dialog: 'codes', codes } : undefined);
          }}
        />
      </Dialog>
      <Dialog
        opened={open?.dialog === 'codes'}
        onClose={close}
        title={say('newCodes')}
        closeOnClickOutside={false}
        closeOnEscape={false}
        withCloseButton={false}
      >
        {open?.dialog === 'codes' && <BackupCodes codes={open.codes} act={say('done')} onSaved={close} />}
      </Dialog>
      <Dialog opened={open?.dialog === 'rename'} onClose={close} title={say('renamePasskey')}>
        {open?.dialog === 'rename' && (
          <RenamePasskeyForm
            passkey={open.passkey}
            onRenamed={() => {
              void refresh();
              close();
            }}
          />
        )}
      </Dialog>
      <RemovePasskey passkey={open?.dialog === 'remove' ? open.passkey : undefined} onDone={close} />
    </Factor>
  );
}

function LastUse({ passkey: { lastUsedAt, synced } }: { passkey: Passkey }) {
  const say = useWords();
  return (
    <>
      {lastUsedAt ? (
        <>
          {say('lastUsed')} <When at={lastUsedAt} />
        </>
      ) : (
        say('neverUsed')
      )}
      {synced && `, ${say('synced')}`}
    </>
  );
}

function RemovePasskey({ passkey, onDone }: { passkey: Passkey | undefined; onDone: () => void }) {
  const say = useWords();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: (passkeyId: string) => api.DELETE('/v1/me/passkeys/{passkeyId}', { params: { path: { passkeyId } } }),
    onSuccess: async () => {
      await queries.invalidateQueries(factorsQuery);
      onDone();
    },
  });
  return (
    <Confirm
      opened={passkey !== undefined}
      title={say('removePasskey', { name: passkey?.name })}
      act={say('removePasskeyAct')}
      isDestructive
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => passkey && remove.mutate(passkey.id)}
      onCancel={onDone}
    >
      <Text>{say('removePasskeyWhy')}</Text>
    </Confirm>
  );
}

interface RowProps {
  readonly passkey: Passkey;
  readonly onRename: () => void;
  readonly onRemove: () => void;
}

function PasskeyRow({ passkey, onRename, onRemove }: RowProps) {
  const say = useWords();
  return (
    <Group justify="space-between" mih={44} gap="xs">
      <Stack gap={0}>
        <Text>{passkey.name}</Text>
        <Text size="xs" c="dimmed">
          <LastUse passkey={passkey} />
        </Text>
      </Stack>
      <Group gap="xs">
        <Button variant="subtle" size="xs" onClick={onRename}>
          {say('rename')}
        </Button>
        <Button variant="subtle" size="xs" color="gray" onClick={onRemove}>
          {say('remove')}
        </Button>
      </Group>
    </Group>
  );
}
