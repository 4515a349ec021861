import { Anchor, Button, Center, Loader, Stack, Text, Title } from '@mantine/core';
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isRefusal } from '../api/problem.js';
import { useProblemWords } from './problem.words.js';
import { words } from './words.js';

const useWords = words('states', {
  waiting: 'Loading',
  broken: 'This page cannot be shown',
  again: 'Try again',
  request: 'If you ask for help, give this number: {{id}}',
  notFound: 'There is no such page',
  notFoundWhy: 'The address may be mistyped, or what it showed is gone.',
  home: 'Go to the start page',
});

/** A page of its own that says one thing. */
function Plain({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack gap="sm" maw={420}>
        <Title order={1}>{title}</Title>
        {children}
      </Stack>
    </Center>
  );
}

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
  const tell = useProblemWords();
  const router = useRouter();
  const requestId = isRefusal(error) ? error.problem.requestId : undefined;
  return (
    <Plain title={say('broken')}>
      <Text role="alert">{tell(error)}</Text>
      {requestId && (
        <Text size="xs" c="dimmed">
          {say('request', { id: requestId })}
        </Text>
      )}
      <Button w="fit-content" onClick={() => void router.invalidate()}>
        {say('again')}
      </Button>
    </Plain>
  );
}

export function NotFound() {
  const say = useWords();
  return (
    <Plain title={say('notFound')}>
      <Text>{say('notFoundWhy')}</Text>
      <Anchor href="/console">{say('home')}</Anchor>
    </Plain>
  );
}
