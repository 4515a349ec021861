import { Anchor, Button, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { api } from '../../api/client.js';
import { arrival } from '../../app/arrival.js';
import { signInPage } from '../../app/brand.js';
import { PageTitle, PlainPage, TellingPage } from '../../app/plain-page.js';
import { ProblemAlert } from '../../app/problem-alert.js';
import { fieldProblem } from '../../app/problem.words.js';
import { SecretInput } from '../../app/secret-input.js';
import { useWork } from '../../app/work.js';
import { AskForMail } from '../mailed-links/ask-for-mail.js';
import { LinkPage, SignInLink } from '../mailed-links/link-page.js';
import { useWords } from './password-reset.words.js';

/** With a mailed token it sets a new password; without one it asks for the mail that has one. */
export function PasswordResetScreen() {
  return arrival.token === '' ? <Forgotten /> : <NewPassword />;
}

const askForLink = (email: string) => api.POST('/v1/password-resets', { body: { email } });

function Forgotten() {
  const say = useWords();
  return (
    <PlainPage>
      <Stack gap="sm">
        <PageTitle>{say('title')}</PageTitle>
        <Text>{say('askWhy')}</Text>
        <AskForMail ask={askForLink} />
        <Anchor w="fit-content" href={signInPage}>
          {say('backToSignIn')}
        </Anchor>
      </Stack>
    </PlainPage>
  );
}

function NewPassword() {
  const say = useWords();
  const { busy, error, run } = useWork();
  const [isDone, setDone] = useState(false);
  const form = useForm({ mode: 'uncontrolled', initialValues: { password: '' } });
  const save = ({ password }: { password: string }) =>
    run(async () => {
      await api.PUT('/v1/password-resets', { body: { token: arrival.token, password } });
      setDone(true);
    });
  if (isDone)
    return (
      <TellingPage title={say('done')}>
        <Text role="status">{say('doneText')}</Text>
        <SignInLink />
      </TellingPage>
    );
  const ofField = fieldProblem(error, 'password');
  const over = (
    <>
      <Text>{say('over')}</Text>
      <AskForMail ask={askForLink} />
    </>
  );
  return (
    <LinkPage error={error} over={over}>
      <form onSubmit={form.onSubmit((values) => void save(values))}>
        <Stack gap="sm">
          <PageTitle>{say('title')}</PageTitle>
          <SecretInput
            label={say('password')}
            description={say('hint')}
            autoComplete="new-password"
            key={form.key('password')}
            {...form.getInputProps('password')}
            error={ofField}
          />
          <Button type="submit" loading={busy}>
            {say('save')}
          </Button>
          {error !== undefined && !ofField && <ProblemAlert error={error} />}
        </Stack>
      </form>
    </LinkPage>
  );
}
