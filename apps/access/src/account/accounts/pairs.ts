/** One thing as it was and as it is: new where `before` is missing, gone where `after` is. */
export interface Pair<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/**
 * The things that are not the same object in both lists, paired by id. Lists that differ in few places are mostly
 * passed over: what they begin and end with in common is not looked at twice.
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

/** Both lists without what they begin and end with in common. */
export function apart<T>(before: readonly T[], after: readonly T[]): [readonly T[], readonly T[]] {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return [before.slice(start, before.length - end), after.slice(start, after.length - end)];
}
