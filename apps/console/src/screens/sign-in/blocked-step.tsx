import { Alert, Anchor, Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { PageTitle } from '../../app/plain-page.js';
import { askForAuthorization } from './sign-in.js';
import type { StepProps } from './gate.js';
import { useWords } from './sign-in.words.js';

export function BlockedStep({ go, busy, challenge }: StepProps & { challenge: string }) {
  const say = useWords();
  const [sent, setSent] = useState(false);
  const ask = () =>
    go(async () => {
      await askForAuthorization(challenge);
      setSent(true);
      return undefined;
    });
  return (
    <Stack gap="sm">
      <PageTitle>{say('blocked')}</PageTitle>
      {sent ? (
        <Text role="status">{say('authorizeSent')}</Text>
      ) : (
        <>
          <Text>{say('blockedWhy')}</Text>
          <Alert color="yellow" p="sm">
            {say('blockedWarning')}
          </Alert>
          <Button loading={busy} onClick={() => void ask()}>
            {say('authorize')}
          </Button>
        </>
      )}
      <Anchor component="button" type="button" w="fit-content" onClick={() => void go(async () => ({ at: 'email' }))}>
        {say('startAgain')}
      </Anchor>
    </Stack>
  );
}
