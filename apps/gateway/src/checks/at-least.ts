import { ApiHeader } from '@nestjs/swagger';
import type { Freshness } from '@roster/contracts';

/** Documents the header that `@AtLeast()` reads. */
export const TakesAtLeast = () =>
  ApiHeader({ name: 'Roster-At-Least', required: false, schema: { type: 'integer', minimum: 0 } });

/** The larger of both demands holds (`docs/decisions.md` 28); one in the body that is no version is left to be refused. */
export function raised<I extends Freshness>(input: I, atLeast: number | undefined): I {
  if (atLeast === undefined) return input;
  const given = input.atLeast ?? atLeast;
  return { ...input, atLeast: typeof given === 'number' ? Math.max(given, atLeast) : given };
}
