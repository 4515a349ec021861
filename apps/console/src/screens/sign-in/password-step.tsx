import { Anchor, Button, Divider, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { PageTitle } from '../../app/plain-page.js';
import { brand } from '../../app/brand.js';
import { SecretInput } from '../../app/secret-input.js';
import { hasPasskeys, signInByPasskey } from './passkey.js';
import { afterPassword, leaveFor, type SsoChoice } from './sign-in.js';
import type { StepProps } from './gate.js';
import { useWords } from './sign-in.words.js';

interface Props extends StepProps {
  email: string;
  choices: readonly SsoChoice[];
  next: string | undefined;
}

export function PasswordStep({ go, busy, email, choices, next }: Props) {
  const say = useWords();
  const form = useForm({ mode: 'uncontrolled', initialValues: { password: '' } });
  const enforced = choices.some((choice) => choice.enforced);
  return (
    <Stack gap="sm">
      <PageTitle>{say('title', { product: brand.name })}</PageTitle>
      {enforced && <Text>{say('ssoOnly')}</Text>}
      {choices.map((choice) => (
        <Button
          key={choice.connectionId}
          variant={enforced ? 'filled' : 'default'}
          loading={busy}
          onClick={() =>
            void go(async () => {
              await leaveFor(choice, next);
              return undefined;
            })
          }
        >
          {say('sso', { name: choice.name })}
        </Button>
      ))}
      {choices.length > 0 && !enforced && <Divider label={say('or')} />}
      {!enforced && (
        <form onSubmit={form.onSubmit(({ password }) => go(() => afterPassword({ email, password })))}>
          <Stack gap="sm">
            <TextInput label={say('email')} value={email} readOnly autoComplete="username" />
            <SecretInput
              label={say('password')}
              autoComplete="current-password"
              key={form.key('password')}
              {...form.getInputProps('password')}
            />
            <Button type="submit" loading={busy}>
              {say('signIn')}
            </Button>
            {hasPasskeys() && (
              <Button variant="default" disabled={busy} onClick={() => void go(() => signInByPasskey({ email }))}>
                {say('passkey')}
              </Button>
            )}
            <Anchor href="/reset-password">{say('forgotten')}</Anchor>
          </Stack>
        </form>
      )}
      <Anchor component="button" type="button" w="fit-content" onClick={() => void go(async () => ({ at: 'email' }))}>
        {say('otherAddress')}
      </Anchor>
    </Stack>
  );
}
