import { beyond, type Held } from '../effective/effective.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { Holdings } from './holdings.js';

/** What one member gains and loses by a change: permission → the names of the scope bits. Never empty on both sides. */
export interface MemberDifference {
  readonly memberId: string;
  /** The project that it applies to; absent for account level. */
  readonly projectId?: string;
  readonly gained: Held;
  readonly lost: Held;
}

export interface DifferenceOptions {
  /** The projects to look into; all of them where it is left out. */
  readonly projects?: readonly string[];
}

/**
 * Which members gain and lose which permissions and scope bits between two states of an account, at one instant (ms).
 * It covers account level, and project level in each project that a member owns or is on the team of, before or after.
 * For a partner's member it covers projects only. It compares bits, not records: see `reachGained` for those.
 */
export const difference = (
  before: Snapshot,
  after: Snapshot,
  now: number,
  options: DifferenceOptions = {},
): MemberDifference[] => [...differenceInSteps(before, after, now, options)].flat();

/** The same difference member by member, for whoever must do other things in between. A step may have found nothing. */
export function* differenceInSteps(
  before: Snapshot,
  after: Snapshot,
  now: number,
  { projects }: DifferenceOptions = {},
): Generator<MemberDifference[]> {
  const holdings = new Holdings(now);
  const places = projectsByMember([before, after], projects && new Set(projects));
  const memberIds = new Set(
    [before, after].flatMap(({ members, partners }) => [...members.keys(), ...partners.keys()]),
  );
  for (const memberId of memberIds) {
    yield [undefined, ...(places.get(memberId) ?? [])].flatMap((projectId): MemberDifference[] => {
      const held = holdings.of({ snapshot: before, memberId, projectId });
      const holds = holdings.of({ snapshot: after, memberId, projectId });
      if (held === holds) return [];
      const [gained, lost] = [beyond(holds, held), beyond(held, holds)];
      if (Object.keys(gained).length === 0 && Object.keys(lost).length === 0) return [];
      return [{ memberId, ...(projectId !== undefined && { projectId }), gained, lost }];
    });
  }
}

/**
 * The projects in which members may hold something in any of these states: those that they own, and those whose team
 * they are on.
 */
export function projectsByMember(
  snapshots: readonly Snapshot[],
  wanted?: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const byMember = new Map<string, Set<string>>();
  // A member who owns the account in only one of the states gains or loses every project.
  const owners = snapshots.map(({ ownerMemberId }) => ownerMemberId);
  for (const { projects } of snapshots) {
    for (const { id, ownerMemberId, team } of projects.values()) {
      if (wanted && !wanted.has(id)) continue;
      for (const memberId of [...owners, ownerMemberId, ...team.keys()])
        byMember.set(memberId, (byMember.get(memberId) ?? new Set()).add(id));
    }
  }
  return byMember;
}
