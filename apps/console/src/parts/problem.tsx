import { isRefusal } from '../api/problem.js';
import { ProblemAlert } from '../app/problem-alert.js';
import { Why } from './why.js';

/** What went wrong, in words, where it was met. Shows nothing where nothing did. */
export function Problem({ error }: { error: unknown }) {
  if (!error) return null;
  return (
    <ProblemAlert error={error} isNumbered>
      {isRefusal(error, 'permission.denied') ? <Why refusal={error} /> : undefined}
    </ProblemAlert>
  );
}
