import { beyond, effective, scopeBits, scopeNames, snapshotOf, type Held, type Snapshot } from '@roster/permissions';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';

/**
 * The id of a project that does not exist. On its team, everyone has the project permissions that do not depend on a
 * particular project. So project permissions of a role or an exception are measured even where the account has no
 * project.
 */
export const NEW_PROJECT = 'new-project';

export interface Measured {
  readonly actorId: string;
  /** The members that the change touches. */
  readonly memberIds: ReadonlySet<string>;
  /** The roles that the change edits. */
  readonly roleIds: readonly string[];
  /** Roles that are given to people who are not members yet and hold nothing. */
  readonly givenRoleIds?: readonly string[];
  readonly projectId: string | undefined;
}

/**
 * The account reduced to what the ceiling compares: the actor, the members that the change touches, and a stand-in for
 * each role that is edited or given. The touched members count as active and as on the team of the project in question.
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
    projects: [...projects, { id: NEW_PROJECT, ownerMemberId: '', team: everybody }],
    partners: [],
  });
}

const holderOf = (roleId: string, id: string) => ({ id, status: 'active' as const, roleIds: [roleId] });

/** The account without members and roles. The difference from it is everything that a member holds. */
export const withoutMembers = ({ policy, catalogue }: AccountSnapshot): Snapshot =>
  snapshotOf(catalogue, { ...policy, status: 'active', roles: [], members: [], projects: [], partners: [] });

/** The instants (ms) after `now`, in order, at which what the member holds may change because something expires. */
export function instantsOf(snapshot: Snapshot, memberId: string, now: number): number[] {
  const member = snapshot.members.get(memberId);
  const ends = [
    ...(member?.exceptions ?? []).map(({ expiresAt }) => expiresAt),
    ...[...snapshot.projects.values()].map(({ team }) => team.get(memberId) ?? Infinity),
  ];
  return [...new Set(ends)].filter((end) => end > now && end !== Infinity).toSorted((a, b) => a - b);
}

/** What a member holds without interruption from now until an instant. */
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

/** What both have in common. */
function common(held: Held, other: Held): Held {
  return Object.fromEntries(
    Object.entries(held).flatMap(([key, scope]) => {
      const bits = scopeBits(scope) & scopeBits(other[key] ?? []);
      return bits === 0 ? [] : [[key, scopeNames(bits)]];
    }),
  );
}

/** What a member holds at an instant: in the account, or additionally at project level in a project. */
export function heldAt(snapshot: Snapshot, memberId: string, at: number, projectId: string | undefined): Held {
  const { permissions } = effective(snapshot, memberId, at, projectId);
  return projectId === undefined ? permissions : beyond(permissions, effective(snapshot, memberId, at).permissions);
}
