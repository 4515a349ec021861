/** One thing before and after a change. It is new where `before` is missing, and removed where `after` is missing. */
export interface Pair<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/**
 * Pairs, by id, the things that are not the same object in both lists. The common start and end of the lists are
 * skipped, so comparing two large lists that differ in few places is fast.
 */
export function pairs<T extends { readonly id: string }>(before: readonly T[], after: readonly T[]): Pair<T>[] {
  if (before === after) return [];
  const [old, now] = apart(before, after);
  const known = new Map(old.map((item) => [item.id, item]));
  const changed = now.flatMap((item): Pair<T>[] => {
    const was = known.get(item.id);
    known.delete(item.id);
    return was === item ? [] : [{ before: was, after: item }];
  });
  return [...changed, ...[...known.values()].map((item) => ({ before: item, after: undefined }))];
}

/** Both lists without their common start and end. */
export function apart<T>(before: readonly T[], after: readonly T[]): [readonly T[], readonly T[]] {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return [before.slice(start, before.length - end), after.slice(start, after.length - end)];
}
