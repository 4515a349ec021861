import { Button, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { PageTitle } from '../../app/plain-page.js';
import { fieldProblem } from '../../app/problem.words.js';
import { SecretInput } from '../../app/secret-input.js';
import { afterNewPassword, type Challenge } from './sign-in.js';
import type { StepProps } from './gate.js';
import { useWords } from './sign-in.words.js';

export function NewPasswordStep({ go, busy, error, challenge: { challenge } }: StepProps & { challenge: Challenge }) {
  const say = useWords();
  const form = useForm({ mode: 'uncontrolled', initialValues: { password: '' } });
  return (
    <form onSubmit={form.onSubmit(({ password }) => go(() => afterNewPassword(challenge, password)))}>
      <Stack gap="sm">
        <PageTitle>{say('newPassword')}</PageTitle>
        <Text>{say('newPasswordWhy')}</Text>
        <SecretInput
          label={say('newPasswordField')}
          description={say('newPasswordHint')}
          autoComplete="new-password"
          key={form.key('password')}
          {...form.getInputProps('password')}
          error={fieldProblem(error, 'password')}
        />
        <Button type="submit" loading={busy}>
          {say('save')}
        </Button>
      </Stack>
    </form>
  );
}
