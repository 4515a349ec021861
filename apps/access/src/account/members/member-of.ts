import { memberNotFound, RosterError } from '@roster/contracts';
import type { StoredMember } from '../accounts/stored-account.js';
import type { AccountSnapshot } from '../snapshots/account-snapshot.js';
import { standingOf } from './member.js';

/** The member with this id. Rejects with `member.not-found`, for a deleted member too. */
export function memberOf({ stored }: AccountSnapshot, memberId: string): StoredMember {
  const id = memberId.toLowerCase();
  const member = stored.members.find((each) => each.id === id);
  if (!member) throw new RosterError(memberNotFound);
  return member;
}

/**
 * Like `memberOf`, for changes: it also rejects for a service account. A service account gets its permissions from the
 * maker of its key, and access does not know who that is. Without this check, a member below the maker could change
 * what the maker's key may do (S51).
 */
export function personOf(account: AccountSnapshot, memberId: string): StoredMember {
  const member = memberOf(account, memberId);
  if (isServiceAccount(member)) throw new RosterError(memberNotFound);
  return member;
}

/** A service account has no user. An invited person has none yet either, but is still a person. */
export const isServiceAccount = (member: StoredMember): boolean =>
  member.userId === null && standingOf(member) !== 'invited';
