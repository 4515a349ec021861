import { memberNotFound, RosterError } from '@roster/contracts';
import type { StoredMember } from '../accounts/stored-account.js';
import type { AccountSnapshot } from '../snapshots/account-snapshot.js';
import { standingOf } from './member.js';

/** The member with this id. Rejects with `member.not-found`, for one who is gone too. */
export function memberOf({ stored }: AccountSnapshot, memberId: string): StoredMember {
  const id = memberId.toLowerCase();
  const member = stored.members.find((each) => each.id === id);
  if (!member) throw new RosterError(memberNotFound);
  return member;
}

/**
 * The same for changes, which also reject for a service account. It has what its key was given by the key's maker, whom
 * access does not know: without this, somebody below the maker could change what the maker's key may do (S51).
 */
export function personOf(account: AccountSnapshot, memberId: string): StoredMember {
  const member = memberOf(account, memberId);
  if (isServiceAccount(member)) throw new RosterError(memberNotFound);
  return member;
}

/** Nobody stands behind it. Whoever is invited has no user yet either, and is a person all the same. */
const isServiceAccount = (member: StoredMember): boolean => member.userId === null && standingOf(member) !== 'invited';
