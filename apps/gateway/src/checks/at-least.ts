import type { CheckBatch } from '@roster/contracts';

/** The larger of both demands holds (`decisions.md` 28); one in the body that is no version is left to be refused. */
export function raised(input: CheckBatch, atLeast: number | undefined): CheckBatch {
  if (atLeast === undefined) return input;
  const { atLeast: given = atLeast } = input;
  return { ...input, atLeast: typeof given === 'number' ? Math.max(given, atLeast) : given };
}
