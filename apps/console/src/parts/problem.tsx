import { Alert, Stack, Text } from '@mantine/core';
import { isRefusal } from '../api/problem.js';
import { useProblemWords } from '../app/problem.words.js';
import { words } from '../app/words.js';
import { Why } from './why.js';

const useWords = words('problem-part', { request: 'Request {{id}}' });

/** What went wrong, in words, where it was met. Shows nothing where nothing did. */
export function Problem({ error }: { error: unknown }) {
  const say = useWords();
  const tell = useProblemWords();
  if (!error) return null;
  const requestId = isRefusal(error) ? error.problem.requestId : undefined;
  return (
    <Alert color="red" variant="light" role="alert" p="sm">
      <Stack gap={4}>
        {isRefusal(error, 'permission.denied') ? <Why refusal={error} /> : <Text>{tell(error)}</Text>}
        {requestId && (
          <Text size="xs" c="dimmed">
            {say('request', { id: requestId })}
          </Text>
        )}
      </Stack>
    </Alert>
  );
}
