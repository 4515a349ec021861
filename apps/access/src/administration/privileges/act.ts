import { isOnKey, permissionDenied, RosterError, type Actor, type KeyActor } from '@roster/contracts';
import { decide } from '@roster/permissions';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';

/** Who changes something, where and when: `now` in ms. */
export interface Act {
  readonly account: AccountSnapshot;
  readonly actorId: string;
  readonly now: number;
  /** Of a key of the API: its maker must be allowed the same, and it has no permission that is not on its list. */
  readonly key?: Pick<KeyActor, 'makerId' | 'permissions'>;
}

export const actOf = (account: AccountSnapshot, actor: Actor, now = Date.now()): Act => ({
  account,
  actorId: actor.memberId,
  now,
  ...(actor.kind === 'api-key' && { key: actor }),
});

/** The same by each of those who must be allowed it: the actor, and the maker of the key that he is. */
export function answerable<A extends Act>({ key, ...act }: A): Omit<A, 'key'>[] {
  return key ? [act, { ...act, actorId: key.makerId }] : [act];
}

/** A change, as far as it can be told by what it makes of the account. */
export interface Proposal extends Act {
  /** The account as it would be. */
  readonly after: AccountSnapshot;
  /** The members that the change names. */
  readonly named: readonly string[];
  /** The one project in which it has an effect. */
  readonly projectId?: string | undefined;
}

export const isOwner = ({ account, actorId }: Act): boolean => account.policy.ownerMemberId === actorId;

/** Rejects with `permission.denied` unless the actor has the permission at this instant. */
export function requirePermission(act: Act, permission: string): void {
  const reason = refusalOf(act, permission);
  if (reason) throw new RosterError(permissionDenied, undefined, { details: { permission, reason } });
}

export const has = (act: Act, permission: string): boolean => refusalOf(act, permission) === undefined;

function refusalOf(act: Act, permission: string): string | undefined {
  if (act.key && !isOnKey(act.key, permission)) return 'not_on_the_key';
  return answerable(act)
    .map(({ account, actorId, now }) => decide(account.snapshot, { memberId: actorId, permission }, now))
    .find(({ allowed }) => !allowed)?.reason;
}

/** Rejects with `permission.denied` unless the actor is an active member of an active account; what he wants is not asked. */
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

/** Whether the project is the actor's own, and he may act at all. */
export function ownsProject(act: Act, projectId: string | null | undefined): boolean {
  const project = act.account.policy.projects?.find(({ id }) => id === projectId);
  return project?.ownerMemberId === act.actorId && !noStanding(act);
}

/** In his project its owner does as he likes with what belongs to it (RP-53); elsewhere it takes the permission. */
export function requirePermissionIn(act: Act, permission: string, projectId: string | null | undefined): void {
  if (!ownsProject(act, projectId)) requirePermission(act, permission);
}
