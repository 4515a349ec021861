import { Alert, Text } from '@mantine/core';
import { isRefusal } from '../api/problem.js';
import { useProblemWords } from './problem.words.js';
import { words } from './words.js';

const useWords = words('problem-alert', { request: 'If you ask for help, give this number: {{id}}' });

/** Says what went wrong where a screen reader hears it. What is our own fault has the number by which we find it. */
export function ProblemAlert({ error }: { error: unknown }) {
  const say = useWords();
  const tell = useProblemWords();
  const requestId = isRefusal(error) && error.problem.status >= 500 ? error.problem.requestId : undefined;
  return (
    <Alert color="red" role="alert" p="sm">
      {tell(error)}
      {requestId && (
        <Text size="xs" mt="xs">
          {say('request', { id: requestId })}
        </Text>
      )}
    </Alert>
  );
}
