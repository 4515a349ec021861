import { Anchor, Button, Divider, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { brand } from '../../app/brand.js';
import { afterPassword, leaveFor, type SsoChoice } from './sign-in.js';
import type { StepProps } from './sign-in.screen.js';
import { StepTitle } from './step-title.js';
import { useWords } from './sign-in.words.js';

interface Props extends StepProps {
  email: string;
  choices: readonly SsoChoice[];
}

export function PasswordStep({ go, busy, email, choices }: Props) {
  const say = useWords();
  const form = useForm({ mode: 'uncontrolled', initialValues: { password: '' } });
  const enforced = choices.some((choice) => choice.enforced);
  return (
    <Stack gap="sm">
      <StepTitle>{say('title', { product: brand.name })}</StepTitle>
      {enforced && <Text>{say('ssoOnly')}</Text>}
      {choices.map((choice) => (
        <Button
          key={choice.connectionId}
          variant={enforced ? 'filled' : 'default'}
          loading={busy}
          onClick={() =>
            void go(async () => {
              await leaveFor(choice);
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
            <PasswordInput
              label={say('password')}
              autoComplete="current-password"
              required
              maxLength={256}
              key={form.key('password')}
              {...form.getInputProps('password')}
            />
            <Button type="submit" loading={busy}>
              {say('signIn')}
            </Button>
            <Anchor href="/reset-password">{say('forgotten')}</Anchor>
          </Stack>
        </form>
      )}
      <Anchor component="button" type="button" onClick={() => void go(async () => ({ at: 'email' }))}>
        {say('otherAddress')}
      </Anchor>
    </Stack>
  );
}
