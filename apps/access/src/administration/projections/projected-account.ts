import type { AccountState, FormerOwner, MemberChange, MemberState, OwnershipChange, Preset } from '@roster/contracts';
import { withMember, type StoredAccount, type StoredMember } from '../../account/accounts/stored-account.js';
import { promisedExceptions } from '../exceptions/promised-exceptions.js';
import { promisedManager } from '../managers/promised-manager.js';
import { withoutMember } from '../members/deleted-member.js';
import { projected, standingOf, type Membership } from '../../account/members/member.js';
import { promisedRoles } from '../../account/roles/role.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { formerOwner, withOwnersRole } from '../ownership/ownership.js';
import { promisedTeams } from '../../account/teams/team.js';
import { withSystemRoles } from './system-roles.js';

/** A change that identity reports. For a transfer of ownership it includes the former owner. */
export type ToldChange = MemberChange & Partial<OwnershipChange>;

/**
 * The account after a state from identity. A member who is seen for the first time gets the promised roles, teams, manager
 * and permissions of their own; from then on these belong to this service. The owner always holds the owner's role and has no manager. `tombstone` is what is
 * known of a deleted member.
 */
export function projectedAccount(
  before: AccountSnapshot,
  { account: accountState, member, formerOwner: former }: ToldChange,
  tombstone: Membership | undefined,
): StoredAccount {
  const { stored, preset } = before;
  const copied = withAccountState(withSystemRoles(stored, preset), accountState, { preset, former });
  const present = withMemberState(copied, member, { before, tombstone });
  return withOwnersRole(former ? formerOwner(present, former, preset) : present, preset);
}

/** The account after a state of identity that is about no member. */
export const projectedState = ({ stored, preset }: AccountSnapshot, state: AccountState): StoredAccount =>
  withOwnersRole(withAccountState(withSystemRoles(stored, preset), state, { preset, former: undefined }), preset);

/**
 * Applies the account's part of the state. An event other than the transfer may be the first to name the new owner. The
 * former owner loses the root of the tree in that case too.
 */
function withAccountState(
  account: StoredAccount,
  state: AccountState,
  { preset, former }: { preset: Preset; former: FormerOwner | undefined },
): StoredAccount {
  if (account.revision >= state.revision) return account;
  const { status, ownerMemberId, revision } = state;
  const memberId = account.ownerMemberId;
  const roleId = former?.memberId === memberId ? former.roleId : null;
  return formerOwner({ ...account, status, ownerMemberId, revision }, { memberId, roleId }, preset);
}

function withMemberState(
  account: StoredAccount,
  state: MemberState,
  { before, tombstone }: { before: AccountSnapshot; tombstone: Membership | undefined },
): StoredAccount {
  const { preset } = before;
  const known = account.members.find(({ id }) => id === state.id);
  const next = projected(known ?? tombstone, state);
  if (!next) return account;
  if (known) {
    const changed = withMember(account, state.id, (member) => ({ ...member, ...next }));
    return standingOf(next) === 'deleted' ? withoutMember(changed, state.id) : changed;
  }
  const isNew = !tombstone && standingOf(next) !== 'deleted';
  const roleIds = isNew ? promisedRoles(account.roles, state.roleIds, preset.roleCardinality) : [];
  const teams = isNew && preset.features.teams ? promisedTeams(account.teams, state.teamIds ?? []) : [];
  const own = {
    exceptions: isNew ? promisedExceptions(before, state.grants) : [],
    managerId: isNew ? promisedManager(account, state.managerId) : null,
  };
  return { ...account, members: [...account.members, memberOf(state.id, next, { roleIds, teams, ...own })] };
}

const memberOf = (
  id: string,
  membership: Membership,
  own: Pick<StoredMember, 'roleIds' | 'teams' | 'exceptions' | 'managerId'>,
): StoredMember => ({
  id,
  userId: membership.userId,
  email: membership.email,
  firstName: membership.firstName,
  lastName: membership.lastName,
  status: membership.status,
  revision: membership.revision,
  takenStatus: membership.takenStatus,
  takenRevision: membership.takenRevision,
  agentAccess: membership.agentAccess,
  ...own,
});
