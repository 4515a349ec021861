import { Stack, Text, Title } from '@mantine/core';
import { useMe } from '../../app/session.js';
import { useWords } from './home.words.js';

export function HomeScreen() {
  const say = useWords();
  const { user, account } = useMe();
  return (
    <Stack gap="sm">
      <Title order={1}>{say('title', { name: user.firstName || user.email })}</Title>
      <Text>{say('account', { account: account.name })}</Text>
    </Stack>
  );
}
