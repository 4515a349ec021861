import {
  memberIsOwner,
  memberLastAdministrator,
  permissionDenied,
  privilegeAboveOwn,
  RosterError,
} from '@roster/contracts';
import { decide, effective, exceeds, snapshotOf, type Held, type Snapshot } from '@roster/permissions';
import type { AccountRole } from '../roles/role.js';
import type { AccountSnapshot } from '../snapshots/account-snapshot.js';

/** Who changes something, where and when: `now` in ms. */
export interface Act {
  readonly account: AccountSnapshot;
  readonly actorId: string;
  readonly now: number;
}

const isOwner = ({ account, actorId }: Act): boolean => account.policy.ownerMemberId === actorId;

/** Rejects with `permission.denied` unless the actor has the permission at this instant. */
export function requirePermission({ account, actorId, now }: Act, permission: string): void {
  const { allowed, reason } = decide(account.snapshot, { memberId: actorId, permission }, now);
  if (!allowed) throw new RosterError(permissionDenied, undefined, { details: { permission, reason } });
}

/** Rejects with `permission.denied` unless the actor is an active member; what he wants is not asked here. */
export function requireStanding({ account, actorId }: Act, permission: string): void {
  const status = account.snapshot.members.get(actorId)?.status;
  const reason = !status ? 'unknown_member' : status !== 'active' ? 'member_not_active' : undefined;
  if (reason) throw new RosterError(permissionDenied, undefined, { details: { permission, reason } });
}

/**
 * The privilege ceiling: rejects with `privilege.above-own`, naming what is above, where these roles (given, or held by
 * the member who is touched) grant a permission or a scope bit that the actor does not hold.
 */
export function requireWithinOwn(act: Act, roles: readonly AccountRole[]): void {
  const { account, actorId, now } = act;
  const above: Record<string, string[]> = {};
  for (const { grants } of roles) {
    for (const [permission, scope] of Object.entries(exceeds(account.snapshot, actorId, grants, now))) {
      above[permission] = [...new Set([...(above[permission] ?? []), ...scope])];
    }
  }
  if (Object.keys(above).length > 0) throw new RosterError(privilegeAboveOwn, undefined, { details: { above } });
}

/** Rejects with `privilege.above-own` unless the actor may invite at this instant, and give these roles. */
export function requireGiver(act: Act, roles: readonly AccountRole[]): void {
  if (isOwner(act)) return;
  const { allowed } = decide(act.account.snapshot, { memberId: act.actorId, permission: 'members:invite' }, act.now);
  if (!allowed) throw new RosterError(privilegeAboveOwn);
  requireWithinOwn(act, roles);
}

/** The owner's permissions are nobody's to touch but his own: they are above everybody's. */
export function requireTouchable(act: Act, memberId: string): void {
  const { account } = act;
  if (isOwner(act)) return;
  if (memberId === account.policy.ownerMemberId) throw new RosterError(privilegeAboveOwn);
  requireWithinOwn(act, account.rolesOf(memberId));
}

/** Rejects with `member.is-owner` where the member owns the account and would lose the role that its owner holds. */
export function requireOwnersRole(
  { policy, preset, roles }: AccountSnapshot,
  memberId: string,
  kept: readonly AccountRole[],
): void {
  const { ensureRole } = preset.ownership;
  if (memberId !== policy.ownerMemberId || !ensureRole) return;
  const exists = roles.some(({ slug }) => slug === ensureRole);
  if (exists && !kept.some(({ slug }) => slug === ensureRole)) throw new RosterError(memberIsOwner);
}

const ADMINISTRATION = ['members:edit', 'roles:edit'] as const;

/**
 * Rejects with `member.last-administrator` where, by somebody else's act than the owner's, no active member besides the
 * owner would be left who can edit members and roles. `left`: what the member keeps; nothing for one who goes.
 */
export function requireAdministrator(act: Act, memberId: string, left: readonly AccountRole[]): void {
  const { account, now } = act;
  if (isOwner(act) || !administers(account.snapshot, memberId, now)) return;
  if (administers(withRoles(account, memberId, left), memberId, now)) return;
  for (const other of account.snapshot.members.keys()) {
    if (other !== memberId && administers(account.snapshot, other, now)) return;
  }
  throw new RosterError(memberLastAdministrator);
}

/** For the account, without an expiry; the owner does not count. */
function administers(snapshot: Snapshot, memberId: string, now: number): boolean {
  if (memberId === snapshot.ownerMemberId) return false;
  return ADMINISTRATION.every((permission) => {
    const { allowed, until } = decide(snapshot, { memberId, permission }, now);
    return allowed && until === undefined;
  });
}

/** The account with one member only, who has these roles: enough to ask what they would give him. */
function withRoles({ policy, snapshot }: AccountSnapshot, memberId: string, roles: readonly AccountRole[]): Snapshot {
  const members = policy.members
    .filter(({ id }) => id === memberId)
    .map((member) => ({ ...member, roleIds: roles.map(({ id }) => id) }));
  return snapshotOf(snapshot.catalogue, { ...policy, members });
}

/**
 * Rejects with `privilege.above-own` where, by giving a member other roles, the actor himself would reach records of
 * somebody else that he did not reach before, whatever the bits say. The owner may.
 */
export function requireNoGain(act: Act, memberId: string, roles: readonly AccountRole[]): void {
  const { account, actorId, now } = act;
  if (isOwner(act)) return;
  if (!account.preset.recordScopes) return;
  const owners = actorId === memberId ? [...account.snapshot.members.keys()] : [memberId];
  const gained = reachGained(account.snapshot, rolesGiven(account, memberId, roles), { actorId, owners, now });
  if (gained) throw new RosterError(privilegeAboveOwn, undefined, { details: { above: gained } });
}

function rolesGiven({ policy, snapshot }: AccountSnapshot, memberId: string, roles: readonly AccountRole[]): Snapshot {
  const roleIds = roles.map(({ id }) => id);
  const members = policy.members.map((member) => (member.id === memberId ? { ...member, roleIds } : member));
  return snapshotOf(snapshot.catalogue, { ...policy, members });
}

/** The first permission by which a record of one of these owners comes within reach; who sees all of them gains none. */
function reachGained(
  before: Snapshot,
  after: Snapshot,
  { actorId, owners, now }: { actorId: string; owners: readonly string[]; now: number },
): Held | undefined {
  const held = effective(after, actorId, now).permissions;
  for (const { key, kind, feature } of after.catalogue.permissions) {
    const scope = held[key];
    if (kind !== 'scoped' || !scope || scope.includes('all')) continue;
    const reaches = (snapshot: Snapshot, ownerId: string) =>
      decide(snapshot, { memberId: actorId, permission: key, record: { type: feature, ownerId } }, now).allowed;
    const others = owners.filter((ownerId) => ownerId !== actorId);
    if (others.some((ownerId) => reaches(after, ownerId) && !reaches(before, ownerId))) return { [key]: scope };
  }
  return undefined;
}
