import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { ProblemAlert } from '../../app/problem-alert.js';
import { useWork } from '../../app/work.js';
import { words } from '../../app/words.js';

const useWords = words('ask-for-mail', {
  email: 'Your e-mail address',
  send: 'Send me the link',
  sent: 'If somebody signs in with this address, a mail with a link is on its way. Look into your mailbox.',
});

/** Asks for a mail with a link. The words are the same whoever has the address (S12). */
export function AskForMail({ ask }: { ask: (email: string) => Promise<unknown> }) {
  const say = useWords();
  const { busy, error, run } = useWork();
  const [sent, setSent] = useState(false);
  const form = useForm({ mode: 'uncontrolled', initialValues: { email: '' } });
  const send = ({ email }: { email: string }) =>
    run(async () => {
      await ask(email.trim());
      setSent(true);
    });
  if (sent) return <Text role="status">{say('sent')}</Text>;
  return (
    <form onSubmit={form.onSubmit((values) => void send(values))}>
      <Stack gap="sm">
        <TextInput
          label={say('email')}
          type="email"
          autoComplete="username"
          required
          maxLength={320}
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <Button type="submit" loading={busy}>
          {say('send')}
        </Button>
        {error !== undefined && <ProblemAlert error={error} />}
      </Stack>
    </form>
  );
}
