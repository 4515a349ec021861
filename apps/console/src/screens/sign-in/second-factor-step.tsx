import { Anchor, Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { PageTitle } from '../../app/plain-page.js';
import { secondFactorByPasskey } from './passkey.js';
import { afterSecondFactor, type Challenge } from './sign-in.js';
import type { StepProps } from './gate.js';
import { useWords } from './sign-in.words.js';

export function SecondFactorStep({
  go,
  busy,
  challenge: { challenge, factors },
}: StepProps & { challenge: Challenge }) {
  const say = useWords();
  const [byBackupCode, setByBackupCode] = useState(!factors.some((factor) => factor !== 'backup-code'));
  const form = useForm({ mode: 'uncontrolled', initialValues: { code: '' } });
  const typed = factors.includes('totp') || byBackupCode;
  return (
    <Stack gap="sm">
      <PageTitle>{say('secondFactor')}</PageTitle>
      {typed && (
        <form
          onSubmit={form.onSubmit(({ code }) =>
            go(() => afterSecondFactor(byBackupCode ? { challenge, backupCode: code } : { challenge, code })),
          )}
        >
          <Stack gap="sm">
            <TextInput
              label={say(byBackupCode ? 'backupCode' : 'code')}
              inputMode={byBackupCode ? 'text' : 'numeric'}
              autoComplete="one-time-code"
              required
              maxLength={40}
              key={form.key('code')}
              {...form.getInputProps('code')}
            />
            <Button type="submit" loading={busy}>
              {say('go')}
            </Button>
          </Stack>
        </form>
      )}
      {factors.includes('passkey') && (
        <Button
          variant={typed ? 'default' : 'filled'}
          loading={busy}
          onClick={() => void go(() => secondFactorByPasskey(challenge))}
        >
          {say('usePasskey')}
        </Button>
      )}
      {factors.includes('backup-code') && (factors.includes('totp') || !byBackupCode) && (
        <Anchor component="button" type="button" w="fit-content" onClick={() => setByBackupCode(!byBackupCode)}>
          {say(byBackupCode ? 'useCode' : 'useBackupCode')}
        </Anchor>
      )}
    </Stack>
  );
}
