import { memberLastAdministrator, RosterError } from '@roster/contracts';
import { check, type Snapshot } from '@roster/permissions';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { isOwner, type Proposal } from './act.js';
import { instantsOf } from './measure.js';

const ADMINISTRATION = ['members:edit', 'roles:edit'] as const;

/**
 * Rejects with `member.last-administrator` where, by somebody else's act than the owner's, no active member besides the
 * owner would be left who can edit members and roles.
 */
export function requireAdministrator(proposal: Proposal): void {
  const { account, after, now } = proposal;
  if (isOwner(proposal) || hasAdministrator(after, now) || !hasAdministrator(account, now)) return;
  throw new RosterError(memberLastAdministrator);
}

/** A service account looks after nothing by itself: nobody stands behind it. */
function hasAdministrator({ policy, snapshot, stored }: AccountSnapshot, now: number): boolean {
  const people = new Map(stored.members.map(({ id, userId }) => [id, userId !== null]));
  const indexes = ADMINISTRATION.map((permission) => snapshot.catalogue.find(permission)?.index ?? -1);
  for (const { id, roleSet, exceptions, agentAccess } of snapshot.members.values()) {
    // Most members have it from nowhere: that is seen at once.
    const may = agentAccess || exceptions.length > 0 || indexes.every((index) => roleSet.row[index]);
    if (may && people.get(id) && id !== policy.ownerMemberId && administers(snapshot, id, now)) return true;
  }
  return false;
}

/** For the account, and whatever ends. */
function administers(snapshot: Snapshot, memberId: string, now: number): boolean {
  const holds = (at: number) => ADMINISTRATION.every((permission) => check(snapshot, { memberId, permission }, at));
  return holds(now) && instantsOf(snapshot, memberId, now).every(holds);
}
