import { Button, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isRefusal } from '../../api/problem.js';
import { arrival } from '../../app/arrival.js';
import { brand } from '../../app/brand.js';
import { PageTitle, TellingPage } from '../../app/plain-page.js';
import { ProblemAlert } from '../../app/problem-alert.js';
import { fieldProblem } from '../../app/problem.words.js';
import { startAnew } from '../../app/session.js';
import { useWork } from '../../app/work.js';
import { LinkPage, SignInLink } from '../mailed-links/link-page.js';
import { Gate } from '../sign-in/gate.js';
import type { Step } from '../sign-in/sign-in.js';
import { InvitationForm } from './invitation-form.js';
import { accept, lookUp, signedInAs, signOut, type Answers, type Invitation } from './invitation.js';
import { useWords } from './invitation.words.js';

interface Seen {
  readonly invitation: Invitation;
  /** The address of whoever is signed in in this browser. */
  readonly me: string | undefined;
}

/** From the mailed link into the account: the invitation, who one is, and what the account asks for besides. */
export function InvitationScreen() {
  const say = useWords();
  const queries = useQueryClient();
  const { busy, error, run } = useWork();
  const [seen, setSeen] = useState<Seen>();
  const [reached, setReached] = useState<Step>();
  const { token } = arrival;

  // Looking it up changes nothing, but it too waits for a person.
  const look = async () => setSeen({ invitation: await lookUp(token), me: await signedInAs() });
  const leave = async () => {
    await signOut();
    startAnew(queries);
    await look();
  };
  const send = async (answers: Answers) => {
    const step = await accept(token, answers);
    startAnew(queries);
    setReached(step);
  };

  const account = seen?.invitation.accountName ?? '';
  if (reached?.at === 'in')
    return (
      <TellingPage title={say('welcome')}>
        <Text role="status">{say('joined', { account })}</Text>
        <Button component="a" href="/console">
          {say('goOn', { product: brand.name })}
        </Button>
      </TellingPage>
    );
  return (
    <LinkPage error={error} over={<Over />}>
      {reached ? (
        <>
          <Text role="status">{say('oneMore', { account })}</Text>
          <Gate first={reached} />
        </>
      ) : seen ? (
        <InvitationForm
          key={seen.me}
          {...seen}
          busy={busy}
          error={error}
          onSignOut={() => void run(leave)}
          onAccept={(answers) => void run(() => send(answers))}
        />
      ) : (
        <Stack gap="sm">
          <PageTitle>{say('title')}</PageTitle>
          <Text>{say('why')}</Text>
          <Button loading={busy} onClick={() => void run(look)}>
            {say('see')}
          </Button>
        </Stack>
      )}
      {error !== undefined && !isOfField(error) && <ProblemAlert error={error} />}
    </LinkPage>
  );
}

/** Told at the field itself. */
const isOfField = (error: unknown): boolean =>
  isRefusal(error, 'session.credentials-invalid') || fieldProblem(error, 'password') !== undefined;

function Over() {
  const say = useWords();
  return (
    <>
      <Text>{say('over')}</Text>
      <SignInLink />
    </>
  );
}
