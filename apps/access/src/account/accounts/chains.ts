/** Levels that the tree of roles and the chain of managers have at the most. */
const DEEPEST = 32;

/**
 * Whether everything hangs together by who is above whom: throws what `cycle` makes where something would be above
 * itself, and what `tooDeep` makes beyond 32 levels. What is above and not known is the end of its chain.
 */
export function requireChain(
  above: ReadonlyMap<string, string | null>,
  { cycle, tooDeep }: { cycle: () => Error; tooDeep: () => Error },
): void {
  const depths = new Map<string, number>();
  for (const start of above.keys()) {
    const way = new Set<string>();
    let at: string | null | undefined = start;
    while (at && above.has(at) && !depths.has(at)) {
      if (way.has(at)) throw cycle();
      way.add(at);
      at = above.get(at);
    }
    let depth = (at && depths.get(at)) || 0;
    for (const id of [...way].toReversed()) depths.set(id, (depth += 1));
    if (depth > DEEPEST) throw tooDeep();
  }
}
