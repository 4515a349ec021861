import { Button, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { arrival } from '../../app/arrival.js';
import { PageTitle, TellingPage } from '../../app/plain-page.js';
import { ProblemAlert } from '../../app/problem-alert.js';
import { useWork } from '../../app/work.js';
import { LinkPage, SignInLink } from './link-page.js';

interface Props {
  title: string;
  /** What the button does. */
  why: ReactNode;
  button: string;
  act: (token: string) => Promise<unknown>;
  done: { title: string; text: string; more?: ReactNode };
  over: ReactNode;
}

/** A link with one button, by which somebody confirms what the mail is about. */
export function ConfirmLink({ title, why, button, act, done, over }: Props) {
  const { busy, error, run } = useWork();
  const [isDone, setDone] = useState(false);
  const press = () =>
    run(async () => {
      await act(arrival.token);
      setDone(true);
    });
  if (isDone)
    return (
      <TellingPage title={done.title}>
        <Text role="status">{done.text}</Text>
        {done.more ?? <SignInLink />}
      </TellingPage>
    );
  return (
    <LinkPage error={error} over={over}>
      <Stack gap="sm">
        <PageTitle>{title}</PageTitle>
        {why}
        <Button loading={busy} onClick={() => void press()}>
          {button}
        </Button>
      </Stack>
      {error !== undefined && <ProblemAlert error={error} />}
    </LinkPage>
  );
}
