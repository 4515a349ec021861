import { Button, Stack } from '@mantine/core';
import { useQueryClient, type Query } from '@tanstack/react-query';
import { isRefusal } from '../api/problem.js';
import { ProblemAlert } from '../app/problem-alert.js';
import { useProblemWords } from '../app/problem.words.js';
import { words } from '../app/words.js';
import { Why } from './why.js';

const useWords = words('problem-part', { again: 'Try again' });

interface Props {
  readonly error: unknown;
  /** Does again what failed, where that is no query and no button on the screen does it. */
  readonly onAgain?: () => void;
}

/**
 * What went wrong, in words, where it was met. Shows nothing where nothing did. What was read by a query can be asked for again
 * here, unless it would be refused again.
 */
export function Problem({ error, onAgain }: Props) {
  const say = useWords();
  const tell = useProblemWords();
  const queries = useQueryClient();
  if (!error) return null;
  if (isRefusal(error, 'permission.denied')) {
    return (
      <ProblemAlert error={error} isNumbered>
        <Why refusal={error} />
      </ProblemAlert>
    );
  }
  const isFailed = { predicate: ({ state }: Query) => state.error === error };
  const askAgain = (): void => void queries.refetchQueries({ ...isFailed, type: 'active' });
  const isAskable = mayEndOtherwise(error) && (onAgain || queries.getQueryCache().findAll(isFailed).length > 0);
  return (
    <ProblemAlert error={error} isNumbered>
      {isAskable ? (
        <Stack gap="xs">
          {tell(error)}
          <Button w="fit-content" size="xs" variant="default" onClick={onAgain ?? askAgain}>
            {say('again')}
          </Button>
        </Stack>
      ) : undefined}
    </ProblemAlert>
  );
}

/** Whether another try may end otherwise: nobody was reached, too many asked, or the fault is the service's own. */
function mayEndOtherwise(error: unknown): boolean {
  if (!isRefusal(error)) return true;
  const { status } = error.problem;
  return status === 0 || status === 429 || status >= 500;
}
