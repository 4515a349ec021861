import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { browserSupportsWebAuthn, startAuthentication } from '@simplewebauthn/browser';
import { useEffect, useState } from 'react';
import { ABOVE_DIALOGS, Dialog } from './dialog.js';
import { api, bodyOf, onProofRequired } from '../api/client.js';
import type { components } from '../api/schema.js';
import { useProblemWords } from './problem.words.js';
import { factorsQuery } from './session.js';
import { Waiting } from './states.js';
import { words } from './words.js';

type Proof = components['schemas']['Reauthenticate'];
type Options = Parameters<typeof startAuthentication>[0]['optionsJSON'];

const useWords = words('proof', {
  title: 'Confirm that it is you',
  why: 'This needs a fresh proof. Your last one is some time ago.',
  password: 'Password',
  code: 'Code of your authenticator app',
  passkey: 'Use a passkey',
  confirm: 'Confirm',
  cancel: 'Cancel',
});

interface Asked {
  readonly purpose: Proof['purpose'];
  readonly answer: (isProven: boolean) => void;
}

/** Opens where a request wants a fresh proof; the request is repeated once the person has given it. */
export function ProofDialog() {
  const say = useWords();
  const [asked, setAsked] = useState<Asked>();
  useEffect(
    () =>
      onProofRequired((purpose) => new Promise((answer) => setAsked({ purpose: purpose as Proof['purpose'], answer }))),
    [],
  );
  const end = (isProven: boolean): void => {
    asked?.answer(isProven);
    setAsked(undefined);
  };
  return (
    <Dialog opened={asked !== undefined} onClose={() => end(false)} title={say('title')} zIndex={ABOVE_DIALOGS}>
      {asked && <ProofForm purpose={asked.purpose} onProven={() => end(true)} onCancel={() => end(false)} />}
    </Dialog>
  );
}

interface Props {
  purpose: Proof['purpose'];
  onProven: () => void;
  onCancel: () => void;
}

/** Asks for the strongest thing that the person has: a code or a passkey, else the password. */
function ProofForm({ purpose, onProven, onCancel }: Props) {
  const say = useWords();
  const tell = useProblemWords();
  const factors = useQuery(factorsQuery);
  const form = useForm({ mode: 'uncontrolled', initialValues: { secret: '' } });
  const prove = useMutation({
    mutationFn: (proof: Proof) =>
      api.POST('/v1/sessions/reauthentication', { body: { ...(purpose && { purpose }), ...proof } }),
    onSuccess: onProven,
  });
  const byPasskey = async (): Promise<void> => {
    const { options } = await bodyOf(api.POST('/v1/sessions/reauthentication/passkey-options'));
    const passkey = await startAuthentication({ optionsJSON: options as Options });
    prove.mutate({ passkey: passkey as unknown as NonNullable<Proof['passkey']> });
  };
  const wantsCode = Boolean(factors.data?.totp);
  const hasPasskeys = (factors.data?.passkeys.length ?? 0) > 0;
  const secretProps = {
    // The field comes after the dialog, which would have found it by itself.
    autoFocus: true,
    ...form.getInputProps('secret'),
    error: prove.error && tell(prove.error),
  };
  if (factors.isPending) return <Waiting />;
  return (
    <form onSubmit={form.onSubmit(({ secret }) => prove.mutate(wantsCode ? { code: secret } : { password: secret }))}>
      <Stack gap="sm">
        <Text>{say('why')}</Text>
        {wantsCode && (
          <TextInput
            key={form.key('secret')}
            label={say('code')}
            autoComplete="one-time-code"
            inputMode="numeric"
            {...secretProps}
          />
        )}
        {!wantsCode && !hasPasskeys && (
          <PasswordInput
            key={form.key('secret')}
            label={say('password')}
            autoComplete="current-password"
            {...secretProps}
          />
        )}
        {(wantsCode || !hasPasskeys) && (
          <Button type="submit" loading={prove.isPending}>
            {say('confirm')}
          </Button>
        )}
        {hasPasskeys && browserSupportsWebAuthn() && (
          <Button variant="default" onClick={() => void byPasskey().catch(() => undefined)}>
            {say('passkey')}
          </Button>
        )}
        <Button variant="subtle" color="gray" onClick={onCancel}>
          {say('cancel')}
        </Button>
      </Stack>
    </form>
  );
}
