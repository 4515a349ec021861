import { Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { startRegistration, WebAuthnError } from '@simplewebauthn/browser';
import { api, bodyOf } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { useNotices } from '../../app/notice.js';
import { Problem } from '../../parts/problem.js';
import { useWords } from './profile.words.js';

type Schemas = components['schemas'];
type Options = Parameters<typeof startRegistration>[0]['optionsJSON'];

const LONGEST_NAME = 60;

/** Asks for a name, lets the browser make the passkey, and adds it. */
export function AddPasskeyForm({ onAdded }: { onAdded: (codes: readonly string[] | null) => void }) {
  const say = useWords();
  const { tell } = useNotices();
  const form = useForm({ initialValues: { name: '' } });
  const add = useMutation({
    mutationFn: async (name: string) => {
      const { options } = await bodyOf(api.POST('/v1/me/passkeys/options'));
      const response = await startRegistration({ optionsJSON: options as Options });
      const body = { name, response: response as unknown as Schemas['PasskeyAttestation'] };
      return bodyOf(api.POST('/v1/me/passkeys', { body }));
    },
    onSuccess: ({ backupCodes }) => {
      tell(say('passkeyAdded'));
      onAdded(backupCodes);
    },
    onError: (error) => {
      if (isAborted(error)) form.setFieldError('name', say('passkeyAborted'));
    },
  });
  return (
    <form onSubmit={form.onSubmit(({ name }) => add.mutate(name.trim()))}>
      <Stack gap="sm">
        <TextInput
          label={say('passkeyName')}
          description={say('passkeyNameHint')}
          required
          maxLength={LONGEST_NAME}
          data-autofocus
          {...form.getInputProps('name')}
        />
        {!isAborted(add.error) && <Problem error={add.error} />}
        <Button type="submit" loading={add.isPending}>
          {say('goOn')}
        </Button>
      </Stack>
    </form>
  );
}

/** The person has closed the browser's dialog, or has this device among their passkeys already. */
const isAborted = (error: unknown): boolean =>
  error instanceof WebAuthnError || (error instanceof DOMException && error.name === 'NotAllowedError');

export function RenamePasskeyForm({ passkey, onRenamed }: { passkey: Schemas['Passkey']; onRenamed: () => void }) {
  const say = useWords();
  const form = useForm({ initialValues: { name: passkey.name } });
  const rename = useMutation({
    mutationFn: (name: string) =>
      api.PATCH('/v1/me/passkeys/{passkeyId}', { params: { path: { passkeyId: passkey.id } }, body: { name } }),
    onSuccess: onRenamed,
  });
  return (
    <form onSubmit={form.onSubmit(({ name }) => rename.mutate(name.trim()))}>
      <Stack gap="sm">
        <TextInput
          label={say('passkeyName')}
          required
          maxLength={LONGEST_NAME}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Problem error={rename.error} />
        <Button type="submit" loading={rename.isPending}>
          {say('rename')}
        </Button>
      </Stack>
    </form>
  );
}
