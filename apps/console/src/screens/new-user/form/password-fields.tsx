import { PasswordInput, Progress, Stack, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useWords } from '../new-user.words.js';
import { SHORTEST_PASSWORD, type Values } from './form.js';

/** The first password, twice, with how strong it is: length is what counts here (S1). */
export function PasswordFields({ form }: { form: UseFormReturnType<Values> }) {
  const say = useWords();
  const { length } = form.values.password;
  const isLong = length >= SHORTEST_PASSWORD;
  return (
    <Stack gap="sm">
      <PasswordInput
        label={say('password')}
        description={say('passwordWhy')}
        autoComplete="new-password"
        maxLength={256}
        {...form.getInputProps('password')}
      />
      <Stack gap={4}>
        <Progress
          aria-hidden
          size="xs"
          value={Math.min(100, (100 * length) / SHORTEST_PASSWORD)}
          color={isLong ? 'green' : 'gray'}
        />
        <Text size="xs" c="dimmed" role="status">
          {isLong ? say('strong') : say('strength', { length })}
        </Text>
      </Stack>
      <PasswordInput
        label={say('repeat')}
        autoComplete="new-password"
        maxLength={256}
        {...form.getInputProps('repeated')}
      />
    </Stack>
  );
}
