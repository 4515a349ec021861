import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { afterNewPassword, type Challenge } from './sign-in.js';
import type { StepProps } from './sign-in.screen.js';
import { StepTitle } from './step-title.js';
import { useWords } from './sign-in.words.js';

const SHORTEST_PASSWORD = 15;

export function NewPasswordStep({ go, busy, challenge: { challenge } }: StepProps & { challenge: Challenge }) {
  const say = useWords();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { password: '' },
    validate: { password: (password) => (password.length < SHORTEST_PASSWORD ? say('tooShort') : null) },
  });
  return (
    <form onSubmit={form.onSubmit(({ password }) => go(() => afterNewPassword(challenge, password)))}>
      <Stack gap="sm">
        <StepTitle>{say('newPassword')}</StepTitle>
        <Text>{say('newPasswordWhy')}</Text>
        <PasswordInput
          label={say('newPasswordField')}
          description={say('newPasswordHint')}
          autoComplete="new-password"
          required
          maxLength={256}
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={busy}>
          {say('save')}
        </Button>
      </Stack>
    </form>
  );
}
