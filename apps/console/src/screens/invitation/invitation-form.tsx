import { Alert, Button, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { isRefusal } from '../../api/problem.js';
import { PageTitle } from '../../app/plain-page.js';
import { fieldProblem } from '../../app/problem.words.js';
import { SecretInput } from '../../app/secret-input.js';
import type { Answers, Invitation } from './invitation.js';
import { useWords } from './invitation.words.js';

interface Props {
  invitation: Invitation;
  /** The address of whoever is signed in in this browser. */
  me: string | undefined;
  busy: boolean;
  error: unknown;
  onSignOut: () => void;
  onAccept: (answers: Answers) => void;
}

/** The account that the invitation is to, and the fields for the invitee. There are none if they are signed in. */
export function InvitationForm({ invitation, me, busy, error, onSignOut, onAccept }: Props) {
  const say = useWords();
  const { accountName, email, expiresAt } = invitation;
  const time = new Date(expiresAt).toLocaleString(undefined, { dateStyle: 'long', timeStyle: 'short' });
  return (
    <Stack gap="sm">
      <PageTitle>{say('to', { account: accountName })}</PageTitle>
      <Text size="xs" c="dimmed">
        {say('until', { time })}
      </Text>
      {me === undefined ? (
        <Guest invitation={invitation} busy={busy} error={error} onAccept={onAccept} />
      ) : me.toLowerCase() === email.toLowerCase() ? (
        <>
          <Text>{say('signedInAs', { email: me })}</Text>
          <Button loading={busy} onClick={() => onAccept({})}>
            {say('accept')}
          </Button>
          <Button variant="default" disabled={busy} onClick={onSignOut}>
            {say('signOut')}
          </Button>
        </>
      ) : (
        <>
          <Alert color="yellow" p="sm">
            {say('foreign', { email: me, invited: email })}
          </Alert>
          <Button loading={busy} onClick={onSignOut}>
            {say('signOut')}
          </Button>
        </>
      )}
    </Stack>
  );
}

const EMPTY = { firstName: '', lastName: '', password: '' };

function Guest({ invitation, busy, error, onAccept }: Pick<Props, 'invitation' | 'busy' | 'error' | 'onAccept'>) {
  const say = useWords();
  const isNew = invitation.needsPassword === 'new';
  const form = useForm({ mode: 'uncontrolled', initialValues: EMPTY });
  const submit = ({ firstName, lastName, password }: typeof EMPTY) =>
    onAccept(isNew ? { firstName: firstName.trim(), lastName: lastName.trim(), password } : { password });
  const wrong = isRefusal(error, 'session.credentials-invalid') ? say('passwordWrong') : undefined;
  return (
    <form onSubmit={form.onSubmit(submit)}>
      <Stack gap="sm">
        <TextInput label={say('email')} value={invitation.email} readOnly autoComplete="username" />
        {isNew && (
          <>
            <TextInput
              label={say('firstName')}
              autoComplete="given-name"
              required
              maxLength={80}
              key={form.key('firstName')}
              {...form.getInputProps('firstName')}
            />
            <TextInput
              label={say('lastName')}
              autoComplete="family-name"
              required
              maxLength={80}
              key={form.key('lastName')}
              {...form.getInputProps('lastName')}
            />
          </>
        )}
        <SecretInput
          label={say(isNew ? 'choosePassword' : 'password')}
          description={say(isNew ? 'choosePasswordHint' : 'passwordHint')}
          autoComplete={isNew ? 'new-password' : 'current-password'}
          key={form.key('password')}
          {...form.getInputProps('password')}
          error={fieldProblem(error, 'password') ?? wrong}
        />
        <Button type="submit" loading={busy}>
          {say('accept')}
        </Button>
      </Stack>
    </form>
  );
}
