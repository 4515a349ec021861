import { Anchor, Button, Center, Loader, Text } from '@mantine/core';
import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { TellingPage } from './plain-page.js';
import { ProblemAlert } from './problem-alert.js';
import { words } from './words.js';

const useWords = words('states', {
  waiting: 'Loading',
  broken: 'This page cannot be shown',
  again: 'Try again',
  notFound: 'There is no such page',
  notFoundWhy: 'The address may be mistyped, or what it showed is gone.',
  home: 'Go to the start page',
});

export function Waiting() {
  const say = useWords();
  return (
    <Center mih="50dvh">
      <Loader size="sm" aria-label={say('waiting')} />
    </Center>
  );
}

export function Broken({ error }: ErrorComponentProps) {
  const say = useWords();
  const router = useRouter();
  const { reset } = useQueryErrorResetBoundary();
  const again = (): void => {
    // Else what has failed would be shown as failed at once.
    reset();
    void router.invalidate();
  };
  return (
    <TellingPage title={say('broken')}>
      <ProblemAlert error={error} />
      <Button w="fit-content" onClick={again}>
        {say('again')}
      </Button>
    </TellingPage>
  );
}

export function NotFound() {
  const say = useWords();
  return (
    <TellingPage title={say('notFound')}>
      <Text>{say('notFoundWhy')}</Text>
      <Anchor href="/console">{say('home')}</Anchor>
    </TellingPage>
  );
}
