/** The maximum depth of the role tree and of the chain of managers. */
const DEEPEST = 32;

/**
 * Checks a relation of "is above". Throws the result of `cycle` where something would be above itself, and the result
 * of `tooDeep` beyond 32 levels. A chain ends at an id that is not known.
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
