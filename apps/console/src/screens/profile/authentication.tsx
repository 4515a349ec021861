import { Alert, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Problem } from '../../parts/problem.js';
import { Section } from '../../parts/section.js';
import { AppFactor } from './app-factor.js';
import { CodesFactor } from './codes-factor.js';
import { Passkeys } from './passkeys.js';
import { Password } from './password.js';
import { useWords } from './profile.words.js';
import { factorsQuery } from '../../app/session.js';

/** How the person proves who they are (SC-01). */
export function Authentication() {
  const say = useWords();
  const { data, error } = useQuery(factorsQuery);
  return (
    <Section title={say('authentication')}>
      <Stack gap="lg">
        {data?.required && (
          <Alert color="accent" p="sm">
            {say('required')}
          </Alert>
        )}
        <Password />
        <Problem error={error} />
        {data && (
          <>
            <AppFactor totp={data.totp} />
            <Passkeys passkeys={data.passkeys} />
            <CodesFactor codes={data.backupCodes} />
          </>
        )}
        {!data && !error && <Skeleton height={220} />}
      </Stack>
    </Section>
  );
}
