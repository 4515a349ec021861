import { memberManagerTooDeep, RosterError } from '@roster/contracts';
import { requireChain } from '../../account/accounts/chains.js';
import type { StoredAccount } from '../../account/accounts/stored-account.js';
import { personOf } from '../../account/members/member-of.js';
import { standingOf } from '../../account/members/member.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';

/** Rejects with `member.not-found` or `member.manager-too-deep` where nobody can report to this member. */
export function requireManager(account: AccountSnapshot, managerId: string): void {
  requireDepth(account.stored, personOf(account, managerId).id);
}

/** The manager of somebody new; null where the promised one has gone, or has too many above them by now. */
export function promisedManager(stored: StoredAccount, managerId: string | undefined): string | null {
  const manager = stored.members.find(({ id }) => id === managerId?.toLowerCase());
  if (!manager || standingOf(manager) === 'deleted') return null;
  try {
    requireDepth(stored, manager.id);
    return manager.id;
  } catch (error) {
    if (error instanceof RosterError && error.is(memberManagerTooDeep)) return null;
    throw error;
  }
}

/** Nobody is below somebody new, so there is no circle. */
function requireDepth({ members }: StoredAccount, managerId: string): void {
  const tooDeep = () => new RosterError(memberManagerTooDeep);
  requireChain(new Map([...members.map((each) => [each.id, each.managerId] as const), ['', managerId]]), {
    cycle: tooDeep,
    tooDeep,
  });
}
