import { permissionDenied, RosterError } from '@roster/contracts';
import { decide } from '@roster/permissions';
import type { AccountSnapshot } from '../snapshots/account-snapshot.js';

/** Who changes something, where and when: `now` in ms. */
export interface Act {
  readonly account: AccountSnapshot;
  readonly actorId: string;
  readonly now: number;
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
export function requirePermission({ account, actorId, now }: Act, permission: string): void {
  const { allowed, reason } = decide(account.snapshot, { memberId: actorId, permission }, now);
  if (!allowed) throw new RosterError(permissionDenied, undefined, { details: { permission, reason } });
}

/** Rejects with `permission.denied` unless the actor is an active member of an active account; what he wants is not asked. */
export function requireStanding(act: Act, permission: string): void {
  const reason = noStanding(act);
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
