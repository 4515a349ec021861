import { Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { brand } from '../../app/brand.js';
import { hasPasskeys, signInByPasskey } from './passkey.js';
import { afterEmail } from './sign-in.js';
import type { StepProps } from './sign-in.screen.js';
import { StepTitle } from './step-title.js';
import { useWords } from './sign-in.words.js';

export function EmailStep({ go, busy }: StepProps) {
  const say = useWords();
  const form = useForm({ mode: 'uncontrolled', initialValues: { email: '' } });
  return (
    <form onSubmit={form.onSubmit(({ email }) => go(() => afterEmail(email.trim())))}>
      <Stack gap="sm">
        <StepTitle>{say('title', { product: brand.name })}</StepTitle>
        <TextInput
          label={say('email')}
          type="email"
          autoComplete="username webauthn"
          required
          maxLength={320}
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <Button type="submit" loading={busy}>
          {say('go')}
        </Button>
        {hasPasskeys() && (
          <Button variant="default" disabled={busy} onClick={() => void go(() => signInByPasskey(false))}>
            {say('passkey')}
          </Button>
        )}
      </Stack>
    </form>
  );
}
