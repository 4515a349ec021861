import { memberNotFound, RosterError } from '@roster/contracts';
import type { StoredMember } from '../accounts/stored-account.js';
import type { AccountSnapshot } from '../snapshots/account-snapshot.js';

/** The member with this id. Rejects with `member.not-found`, for one who is gone too. */
export function memberOf({ stored }: AccountSnapshot, memberId: string): StoredMember {
  const id = memberId.toLowerCase();
  const member = stored.members.find((each) => each.id === id);
  if (!member) throw new RosterError(memberNotFound);
  return member;
}
