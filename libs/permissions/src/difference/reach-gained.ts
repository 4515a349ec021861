import { filterOf, ownersOf } from '../filter/filter-of.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { projectsByMember, type DifferenceOptions } from './difference.js';

/** A permission by which a member reaches records of others that they did not reach before. */
export interface ReachGained {
  readonly permission: string;
  readonly projectId?: string;
  /** Whose records: members before and after, in any order. */
  readonly ownerIds: readonly string[];
}

/**
 * Whose records come within a member's reach by a change, at one instant (ms). Their bits may stay the same while
 * roles, teams and managers bring others into reach. New members have no records yet, so they are left out. Empty where
 * the member reaches no more than before.
 */
export function reachGained(
  before: Snapshot,
  after: Snapshot,
  { memberId, now, projects }: DifferenceOptions & { readonly memberId: string; readonly now: number },
): ReachGained[] {
  const places = projectsByMember([before, after], projects && new Set(projects)).get(memberId) ?? [];
  const scoped = after.catalogue.permissions.filter(
    ({ kind, index, decidedBy }) => kind === 'scoped' && decidedBy === index,
  );
  const [was, is] = [new Owners(before, memberId, now), new Owners(after, memberId, now)];
  return scoped.flatMap(({ key, level }) =>
    [...(level === 'project' ? places : [undefined])].flatMap((projectId): ReachGained[] => {
      const reached = was.reached(key, projectId);
      const reaches = is.reached(key, projectId);
      if (reached === reaches) return [];
      const ownerIds = [...reaches].filter((id) => id !== memberId && !reached.has(id) && before.members.has(id));
      return ownerIds.length > 0 ? [{ permission: key, ...(projectId !== undefined && { projectId }), ownerIds }] : [];
    }),
  );
}

const NOBODY: ReadonlySet<string> = new Set();

/**
 * The owners whom a member reaches in one state of the account. Most permissions share the same predicate, so results
 * are cached.
 */
class Owners {
  private readonly known = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly snapshot: Snapshot,
    private readonly memberId: string,
    private readonly now: number,
  ) {}

  reached(permission: string, projectId: string | undefined): ReadonlySet<string> {
    const { snapshot, memberId, now } = this;
    const filter = filterOf(snapshot, { memberId, permission, ...(projectId !== undefined && { projectId }) }, now);
    if (filter.kind === 'none') return NOBODY;
    const name = filter.kind === 'all' ? 'all' : JSON.stringify(filter.predicate);
    const known = this.known.get(name);
    if (known) return known;
    const owners = new Set(filter.kind === 'all' ? snapshot.members.keys() : ownersOf(snapshot, filter.predicate, now));
    this.known.set(name, owners);
    return owners;
  }
}
