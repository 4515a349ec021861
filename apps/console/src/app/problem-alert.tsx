import { Alert, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { isRefusal } from '../api/problem.js';
import { useProblemWords } from './problem.words.js';
import { words } from './words.js';

const useWords = words('problem-alert', { request: 'If you ask for help, give this number: {{id}}' });

interface Props {
  readonly error: unknown;
  /** Also of what is not our own fault; for administrators, who ask for help on behalf of others. */
  readonly isNumbered?: boolean;
  /** What is said in place of the usual words. */
  readonly children?: ReactNode;
}

/** Says what went wrong where a screen reader hears it, with the number by which we find it. */
export function ProblemAlert({ error, isNumbered = false, children }: Props) {
  const say = useWords();
  const tell = useProblemWords();
  const problem = isRefusal(error) ? error.problem : undefined;
  const number = problem && (isNumbered || problem.status >= 500) ? problem.requestId : undefined;
  return (
    <Alert color="red" variant="light" role="alert" p="sm">
      {children ?? tell(error)}
      {number && (
        <Text size="xs" mt="xs">
          {say('request', { id: number })}
        </Text>
      )}
    </Alert>
  );
}
