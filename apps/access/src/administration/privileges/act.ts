import { isOnKey, permissionDenied, RosterError, type Actor, type KeyActor } from '@roster/contracts';
import { decide } from '@roster/permissions';
import type { RoleGiven } from '../promises/role-promises.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';

/** Who makes a change, in which account and when. `now` is in ms. */
export interface Act {
  readonly account: AccountSnapshot;
  readonly actorId: string;
  readonly now: number;
  /**
   * Only for a call with an API key: the maker of the key must be allowed the same, and the key has no permission
   * outside its list.
   */
  readonly key?: Pick<KeyActor, 'makerId' | 'permissions'>;
  /** Only where a role is deleted without a replacement: who gives it to people who are not members yet. */
  readonly promised?: RoleGiven;
}

export const actOf = (account: AccountSnapshot, actor: Actor, now = Date.now()): Act => ({
  account,
  actorId: actor.memberId,
  now,
  ...(actor.kind === 'api-key' && { key: actor }),
});

/** The act once for everyone who must be allowed it: the actor, and for an API key also its maker. */
export function answerable<A extends Act>({ key, ...act }: A): Omit<A, 'key'>[] {
  return key ? [act, { ...act, actorId: key.makerId }] : [act];
}

/** A change, described by what it makes of the account. */
export interface Proposal extends Act {
  /** The account after the change. */
  readonly after: AccountSnapshot;
  /** The members that the change names. */
  readonly named: readonly string[];
  /** The only project that the change affects, if there is one. */
  readonly projectId?: string | undefined;
  /** Projects: what the members it touches hold elsewhere does not matter. Undefined where it touches them altogether. */
  readonly confinedTo?: ReadonlySet<string>;
}

export const isOwner = ({ account, actorId }: Act): boolean => account.policy.ownerMemberId === actorId;

/** Rejects with `permission.denied` unless the actor has the permission at this instant. */
export function requirePermission(act: Act, permission: string, projectId?: string): void {
  const reason = refusalOf(act, permission, projectId);
  if (reason) throw new RosterError(permissionDenied, undefined, { details: { permission, reason } });
}

/** Whether the actor has the permission at this instant; in the project, if it is one of project level. */
export const has = (act: Act, permission: string, projectId?: string): boolean =>
  refusalOf(act, permission, projectId) === undefined;

function refusalOf(act: Act, permission: string, projectId?: string): string | undefined {
  if (act.key && !isOnKey(act.key, permission)) return 'not_on_the_key';
  const place = projectId === undefined ? {} : { projectId };
  return answerable(act)
    .map(({ account, actorId, now }) => decide(account.snapshot, { memberId: actorId, permission, ...place }, now))
    .find(({ allowed }) => !allowed)?.reason;
}

/**
 * Rejects with `permission.denied` unless the actor is an active member of an active account. The permission itself is
 * not checked; it is only named in the error.
 */
export function requireStanding(act: Act, permission: string): void {
  const reason = answerable(act).map(noStanding).find(Boolean);
  if (reason) throw new RosterError(permissionDenied, undefined, { details: { permission, reason } });
}

function noStanding({ account: { policy }, actorId }: Act): string | undefined {
  const member = policy.members.find(({ id }) => id === actorId);
  if (!member) return 'unknown_member';
  if (member.status !== 'active') return 'member_not_active';
  return policy.status === 'active' ? undefined : 'account_suspended';
}

/** Whether the actor owns the project, and is an active member of an active account. */
export function ownsProject(act: Act, projectId: string | null | undefined): boolean {
  const project = act.account.policy.projects?.find(({ id }) => id === projectId);
  return project?.ownerMemberId === act.actorId && !noStanding(act);
}

/** Rejects unless the actor owns the project, which allows them everything in it (RP-53), or has the permission. */
export function requirePermissionIn(act: Act, permission: string, projectId: string | null | undefined): void {
  if (!ownsProject(act, projectId)) requirePermission(act, permission);
}
