import { Button, Image, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../app/dialog.js';
import { api, bodyOf } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useNotices } from '../../app/notice.js';
import { BackupCodes } from '../../parts/backup-codes.js';
import { Confirm } from '../../parts/confirm.js';
import { Copyable } from '../../parts/copyable.js';
import { Problem } from '../../parts/problem.js';
import { When } from '../../parts/when.js';
import { Factor } from './factor.js';
import { useWords } from './profile.words.js';
import { factorsQuery } from '../../app/session.js';

type Setup = components['schemas']['TotpSetup'];

/** The authenticator app: a first one, another one, or none any more. */
export function AppFactor({ totp }: { totp: components['schemas']['TotpInUse'] | null }) {
  const say = useWords();
  const { tell } = useNotices();
  const queries = useQueryClient();
  const [codes, setCodes] = useState<readonly string[]>();
  const [isRemoving, setRemoving] = useState(false);
  const start = useMutation({ mutationFn: () => bodyOf(api.POST('/v1/me/totp')) });
  const end = (): void => {
    start.reset();
    setCodes(undefined);
  };
  const confirmed = async (made: readonly string[] | null): Promise<void> => {
    await queries.invalidateQueries(factorsQuery);
    tell(say('appReady'));
    if (made) setCodes(made);
    else end();
  };
  return (
    <Factor
      title={say('app')}
      state={
        totp ? (
          <>
            {say('since')} <When at={totp.createdAt} />
          </>
        ) : (
          say('appOff')
        )
      }
      actions={
        <>
          <Button variant="default" size="xs" loading={start.isPending} onClick={() => start.mutate()}>
            {say(totp ? 'replaceApp' : 'setUpApp')}
          </Button>
          {totp && (
            <Button variant="default" size="xs" onClick={() => setRemoving(true)}>
              {say('removeApp')}
            </Button>
          )}
        </>
      }
    >
      <Problem error={start.error} />
      <Dialog
        opened={start.data !== undefined}
        onClose={end}
        title={say(codes ? 'newCodes' : 'app')}
        closeOnClickOutside={!codes}
        closeOnEscape={!codes}
        withCloseButton={!codes}
      >
        {codes ? (
          <BackupCodes codes={codes} act={say('done')} onSaved={end} />
        ) : (
          start.data && <AppForm setup={start.data} onConfirmed={(made) => void confirmed(made)} />
        )}
      </Dialog>
      <RemoveApp opened={isRemoving} onDone={() => setRemoving(false)} />
    </Factor>
  );
}

function AppForm({ setup, onConfirmed }: { setup: Setup; onConfirmed: (codes: readonly string[] | null) => void }) {
  const say = useWords();
  const form = useForm({ initialValues: { code: '' } });
  const confirm = useMutation({
    mutationFn: (code: string) => bodyOf(api.POST('/v1/me/totp/confirm', { body: { code } })),
    onSuccess: ({ backupCodes }) => onConfirmed(backupCodes),
  });
  return (
    <form onSubmit={form.onSubmit(({ code }) => confirm.mutate(code))}>
      <Stack gap="sm">
        <Text>{say('scan')}</Text>
        <Image src={setup.qrCode} alt={say('qrCode')} w={180} h={180} bg="white" />
        <Text size="xs" c="dimmed">
          {say('secret')}
        </Text>
        <Copyable value={setup.secret} label={say('key')} />
        <TextInput
          label={say('code')}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          maxLength={40}
          data-autofocus
          {...form.getInputProps('code')}
        />
        <Problem error={confirm.error} />
        <Button type="submit" loading={confirm.isPending}>
          {say('confirmApp')}
        </Button>
      </Stack>
    </form>
  );
}

function RemoveApp({ opened, onDone }: { opened: boolean; onDone: () => void }) {
  const say = useWords();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.DELETE('/v1/me/totp'),
    onSuccess: async () => {
      await queries.invalidateQueries(factorsQuery);
      onDone();
    },
  });
  return (
    <Confirm
      opened={opened}
      title={say('removeApp')}
      act={say('removeApp')}
      isDestructive
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onCancel={onDone}
    >
      <Text>{say('removeAppWhy')}</Text>
    </Confirm>
  );
}
