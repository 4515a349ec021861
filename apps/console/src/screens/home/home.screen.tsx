import { Stack, Text, Title } from '@mantine/core';
import { useMe } from '../../app/session.js';
import { words } from '../../app/words.js';

const useWords = words('home', {
  title: 'Welcome, {{name}}',
  account: 'You are signed in to {{account}}.',
});

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
