import { Button, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { isRefusal } from '../../api/problem.js';
import { arrival } from '../../app/arrival.js';
import { signInPage } from '../../app/brand.js';
import { PlainPage, TellingPage } from '../../app/plain-page.js';
import { words } from '../../app/words.js';

const useWords = words('link-page', {
  incomplete: 'This link is incomplete',
  incompleteWhy: 'Open it again from the mail, or copy all of it.',
  over: 'This link is no longer valid',
  overWhy: 'It was used already, has expired, was withdrawn, or was replaced by a newer one.',
  signIn: 'Sign in',
});

interface Props {
  /** What went wrong at the last try. */
  error: unknown;
  /** How to go on where the link is used up, expired, withdrawn or replaced. */
  over: ReactNode;
  children: ReactNode;
}

/**
 * A page behind a mailed link. To load it changes nothing and asks nothing of the services: mail scanners open every link,
 * and run its scripts (S36). `children` wait for a click.
 */
export function LinkPage({ error, over, children }: Props) {
  const say = useWords();
  if (arrival.token === '')
    return (
      <TellingPage title={say('incomplete')}>
        <Text>{say('incompleteWhy')}</Text>
      </TellingPage>
    );
  if (isRefusal(error, 'token.invalid'))
    return (
      <TellingPage title={say('over')}>
        <Text>{say('overWhy')}</Text>
        {over}
      </TellingPage>
    );
  return <PlainPage>{children}</PlainPage>;
}

export function SignInLink() {
  const say = useWords();
  return (
    <Button component="a" href={signInPage}>
      {say('signIn')}
    </Button>
  );
}
