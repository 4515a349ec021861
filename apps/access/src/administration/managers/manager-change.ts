import {
  memberIsOwner,
  memberManagerCycle,
  memberManagerTooDeep,
  RosterError,
  type SetManagerChange,
} from '@roster/contracts';
import { requireChain } from '../../account/accounts/chains.js';
import { withMember, type StoredAccount } from '../../account/accounts/stored-account.js';
import type { Setting } from '../changes/setting.js';
import { personOf } from '../../account/members/member-of.js';

/** Sets a member's manager. The chain of managers has no cycle and is at most 32 long; the owner has no manager. */
export function withManager(
  { account }: Pick<Setting, 'account'>,
  input: Pick<SetManagerChange, 'memberId' | 'managerId'>,
): StoredAccount {
  const { stored } = account;
  const member = personOf(account, input.memberId);
  const managerId = input.managerId === null ? null : personOf(account, input.managerId).id;
  if (managerId !== null && member.id === stored.ownerMemberId) throw new RosterError(memberIsOwner);
  if (member.managerId === managerId) return stored;
  const next = withMember(stored, member.id, (present) => ({ ...present, managerId }));
  requireChain(new Map(next.members.map((each) => [each.id, each.managerId])), {
    cycle: () => new RosterError(memberManagerCycle),
    tooDeep: () => new RosterError(memberManagerTooDeep),
  });
  return next;
}
