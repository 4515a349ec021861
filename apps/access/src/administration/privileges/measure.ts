import { beyond, effective, scopeBits, scopeNames, snapshotOf, type Held, type Snapshot } from '@roster/permissions';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';

/**
 * A project that nobody has made yet: on its team, everybody would have there what he has without regard to a project.
 * So what a role or an exception gives for projects is measured even where the account has none.
 */
export const TOMORROW = 'tomorrow';

export interface Measured {
  readonly actorId: string;
  /** Whom the change touches. */
  readonly memberIds: ReadonlySet<string>;
  /** The roles that it writes. */
  readonly roleIds: readonly string[];
  /** Roles that are given to people who are still to come, and have nothing yet. */
  readonly givenRoleIds?: readonly string[];
  readonly projectId: string | undefined;
}

/**
 * A state of the account as the ceiling looks at it: only those who matter, all whom the change touches on the project
 * team in question, the others among them active too, and beside them somebody who holds each role that is written or
 * given.
 */
export function measured(
  account: AccountSnapshot,
  { actorId, memberIds, roleIds, givenRoleIds = [], projectId }: Measured,
): Snapshot {
  const { policy, catalogue } = account;
  const touched = policy.members
    .filter(({ id }) => id === actorId || memberIds.has(id))
    .map((member) =>
      member.id === actorId || member.status === 'active' ? member : { ...member, status: 'active' as const },
    );
  const holders = [
    ...roleIds.map((id) => holderOf(id, `holder of ${id}`)),
    ...givenRoleIds.map((id) => holderOf(id, `newcomer with ${id}`)),
  ];
  const onTeam = touched.filter(({ id }) => memberIds.has(id)).map(({ id }) => ({ memberId: id }));
  const projects = (policy.projects ?? []).map((project) =>
    project.id === projectId
      ? { ...project, team: [...project.team.filter(({ memberId }) => !memberIds.has(memberId)), ...onTeam] }
      : project,
  );
  const everybody = [...touched, ...holders].map(({ id }) => ({ memberId: id }));
  return snapshotOf(catalogue, {
    ...policy,
    status: 'active',
    members: [...touched, ...holders],
    projects: [...projects, { id: TOMORROW, ownerMemberId: '', team: everybody }],
    partners: [],
  });
}

const holderOf = (roleId: string, id: string) => ({ id, status: 'active' as const, roleIds: [roleId] });

/** Nobody and nothing: what somebody holds is what he has beyond this. */
export const nobody = ({ policy, catalogue }: AccountSnapshot): Snapshot =>
  snapshotOf(catalogue, { ...policy, status: 'active', roles: [], members: [], projects: [], partners: [] });

/** What is to come of whatever ends: the instants (ms) after `now`, in order, at which what the member holds may change. */
export function instantsOf(snapshot: Snapshot, memberId: string, now: number): number[] {
  const member = snapshot.members.get(memberId);
  const ends = [
    ...(member?.exceptions ?? []).map(({ expiresAt }) => expiresAt),
    ...[...snapshot.projects.values()].map(({ team }) => team.get(memberId) ?? Infinity),
  ];
  return [...new Set(ends)].filter((end) => end > now && end !== Infinity).toSorted((a, b) => a - b);
}

/** What somebody holds without a break from now on until an instant. */
export class Holding {
  private readonly known = new Map<string, Held>();
  readonly instants: readonly number[];

  constructor(
    private readonly snapshot: Snapshot,
    private readonly memberId: string,
    private readonly now: number,
  ) {
    this.instants = instantsOf(snapshot, memberId, now);
  }

  until(instant: number, projectId: string | undefined): Held {
    const steps = this.instants.filter((end) => end <= instant);
    const key = `${steps.length} ${projectId}`;
    const known = this.known.get(key);
    if (known) return known;
    const held = [this.now, ...steps].map((at) => effective(this.snapshot, this.memberId, at, projectId).permissions);
    const lasting = held.reduce(common);
    this.known.set(key, lasting);
    return lasting;
  }
}

/** What of the first is in the second as well. */
function common(held: Held, other: Held): Held {
  return Object.fromEntries(
    Object.entries(held).flatMap(([key, scope]) => {
      const bits = scopeBits(scope) & scopeBits(other[key] ?? []);
      return bits === 0 ? [] : [[key, scopeNames(bits)]];
    }),
  );
}

/** What is held at an instant: of the account, or of project level in a project. */
export function heldAt(snapshot: Snapshot, memberId: string, at: number, projectId: string | undefined): Held {
  const { permissions } = effective(snapshot, memberId, at, projectId);
  return projectId === undefined ? permissions : beyond(permissions, effective(snapshot, memberId, at).permissions);
}
