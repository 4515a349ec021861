import { Button, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { isRefusal } from '../../api/problem.js';
import { arrival } from '../../app/arrival.js';
import { signInPage } from '../../app/brand.js';
import { PageTitle, PlainPage } from '../../app/plain-page.js';
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
      <Telling title={say('incomplete')}>
        <Text>{say('incompleteWhy')}</Text>
      </Telling>
    );
  if (isRefusal(error, 'token.invalid'))
    return (
      <Telling title={say('over')}>
        <Text>{say('overWhy')}</Text>
        {over}
      </Telling>
    );
  return <PlainPage>{children}</PlainPage>;
}

/** A page that says how something ended, and how to go on. */
export function Telling({ title, children }: { title: string; children: ReactNode }) {
  return (
    <PlainPage>
      <Stack gap="sm">
        <PageTitle>{title}</PageTitle>
        {children}
      </Stack>
    </PlainPage>
  );
}

export function SignInLink() {
  const say = useWords();
  return (
    <Button component="a" href={signInPage}>
      {say('signIn')}
    </Button>
  );
}
