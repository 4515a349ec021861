import { memberLastAdministrator, RosterError } from '@roster/contracts';
import { check, type Snapshot } from '@roster/permissions';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { isOwner, type Proposal } from './act.js';
import { instantsOf } from './measure.js';

const ADMINISTRATION = ['members:edit', 'roles:edit'] as const;

/**
 * Rejects with `member.last-administrator` where the change would leave no active member besides the owner who can edit
 * members and roles. The owner may make such a change.
 */
export function requireAdministrator(proposal: Proposal): void {
  const { account, after, now } = proposal;
  if (isOwner(proposal) || hasAdministrator(after, now) || !hasAdministrator(account, now)) return;
  throw new RosterError(memberLastAdministrator);
}

/**
 * Whether a person besides the owner can administer the account. Service accounts do not count: nobody signs in as
 * them.
 */
function hasAdministrator({ policy, snapshot, stored }: AccountSnapshot, now: number): boolean {
  const people = new Map(stored.members.map(({ id, userId }) => [id, userId !== null]));
  const indexes = ADMINISTRATION.map((permission) => snapshot.catalogue.find(permission)?.index ?? -1);
  for (const { id, roleSet, exceptions, agentAccess } of snapshot.members.values()) {
    // Most members hold these permissions from no source. This check skips them without a decision.
    const may = agentAccess || exceptions.length > 0 || indexes.every((index) => roleSet.row[index]);
    if (may && people.get(id) && id !== policy.ownerMemberId && administers(snapshot, id, now)) return true;
  }
  return false;
}

/** Whether the member holds the permissions in the account, now and after everything that expires. */
function administers(snapshot: Snapshot, memberId: string, now: number): boolean {
  const holds = (at: number) => ADMINISTRATION.every((permission) => check(snapshot, { memberId, permission }, at));
  return holds(now) && instantsOf(snapshot, memberId, now).every(holds);
}
