/** Which records a grant reaches. Only this library uses bits; messages always carry names. */
export const SCOPE_NAMES = ['own', 'sameRole', 'subordinate', 'team', 'unowned', 'all'] as const;
export type ScopeName = (typeof SCOPE_NAMES)[number];

export const OWN = 1;
export const SAME_ROLE = 2;
export const SUBORDINATE = 4;
export const TEAM = 8;
export const UNOWNED = 16;
/** ALL contains every bit, so that sets are joined by OR alone. A granted toggle is ALL. */
export const ALL = 63;
const ALL_BIT = 32;

const BIT: Readonly<Record<ScopeName, number>> = {
  own: OWN,
  sameRole: SAME_ROLE,
  subordinate: SUBORDINATE,
  team: TEAM,
  unowned: UNOWNED,
  all: ALL,
};

export const isScopeName = (value: unknown): value is ScopeName =>
  typeof value === 'string' && Object.hasOwn(BIT, value);

/**
 * The set that these names stand for. Every set except the empty one contains OWN. A name that is not known adds
 * nothing.
 */
export function scopeBits(names: readonly ScopeName[]): number {
  let bits = 0;
  for (const name of names) if (isScopeName(name)) bits |= BIT[name] | OWN;
  return bits;
}

/** The names of a set, in the order of `SCOPE_NAMES`; `['all']` for ALL. The list is shared, so it is frozen. */
export const scopeNames = (bits: number): readonly ScopeName[] => NAMES[bits & ALL] ?? [];

/** The 18 values that a scope set can have. */
export const SCOPE_SETS: readonly number[] = [0, ...Array.from({ length: 16 }, (_, rest) => OWN | (rest << 1)), ALL];

const NAMES: readonly (readonly ScopeName[])[] = Array.from({ length: ALL + 1 }, (_, bits) =>
  Object.freeze(bits & ALL_BIT ? ['all' as const] : SCOPE_NAMES.filter((name) => name !== 'all' && bits & BIT[name])),
);
