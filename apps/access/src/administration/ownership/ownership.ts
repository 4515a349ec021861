import {
  accountNotOwner,
  memberIsOwner,
  memberNotActive,
  ownersOnlyRole,
  roleOwnersOnly,
  RosterError,
  type Preset,
  type TransferOwnership,
} from '@roster/contracts';
import { invalid } from '@roster/service-kit';
import { withMember, type StoredAccount } from '../../account/accounts/stored-account.js';
import { chosenRoles } from '../assignments/chosen-roles.js';
import { personOf } from '../../account/members/member-of.js';
import { standingOf } from '../../account/members/member.js';
import { successor, withRole } from '../../account/roles/role.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';

type Roles = Pick<StoredAccount, 'roles'>;

const roleBySlug = ({ roles }: Roles, slug: string | undefined): string | undefined =>
  slug === undefined ? undefined : roles.find((role) => role.slug === slug && !role.deleted)?.id;

/** The role that every owner holds; undefined where the product has none. */
export const ownersRole = (account: Roles, { ownership }: Preset): string | undefined =>
  roleBySlug(account, ownership.ensureRole);

/** The root of the tree, which only the owner may hold; undefined where there is no tree. */
export function rootRole(account: Roles, { roleTree, systemRoles }: Preset): string | undefined {
  if (!roleTree) return undefined;
  return roleBySlug(account, systemRoles.find(({ manager }) => manager === undefined)?.slug);
}

/**
 * A preview of the account after a transfer; identity makes the transfer itself. Rejects as the transfer would, with
 * `account.not-owner`, `member.is-owner`, `member.not-active`, and where the former owner's role is missing or not
 * wanted.
 */
export function transferred(
  account: AccountSnapshot,
  actorId: string,
  { memberId, formerOwnerRoleId }: TransferOwnership,
): StoredAccount {
  const { stored, preset } = account;
  if (stored.ownerMemberId !== actorId) throw new RosterError(accountNotOwner);
  const heir = personOf(account, memberId);
  if (heir.id === actorId) throw new RosterError(memberIsOwner);
  if (standingOf(heir) !== 'active') throw new RosterError(memberNotActive);
  const root = rootRole(stored, preset);
  const isNeeded = ownersOnlyRole(preset) !== undefined;
  if (isNeeded !== (formerOwnerRoleId !== undefined)) {
    const message = isNeeded
      ? 'is required: nobody but the owner may hold the owner’s role'
      : 'is not for this product: the former owner keeps their role';
    throw invalid({ path: 'formerOwnerRoleId', message });
  }
  const roleId = formerOwnerRoleId === undefined ? null : (chosenRoles(account, [formerOwnerRoleId])[0]?.id ?? null);
  if (roleId !== null && roleId === root) throw new RosterError(roleOwnersOnly);
  const handed = formerOwner({ ...stored, ownerMemberId: heir.id }, { memberId: actorId, roleId }, preset);
  return withOwnersRole(handed, preset);
}

/**
 * The account after its ownership changed. The former owner keeps their roles except the root of the tree. In its place
 * they get the role that the transfer named, even if the root was already taken from them by an earlier event.
 */
export function formerOwner(
  account: StoredAccount,
  { memberId, roleId }: { memberId: string; roleId: string | null },
  preset: Preset,
): StoredAccount {
  const root = rootRole(account, preset);
  const former = account.members.find(({ id }) => id === memberId);
  if (!root || !former || memberId === account.ownerMemberId) return account;
  const kept = former.roleIds.filter((id) => id !== root);
  const wasTaken = kept.length < former.roleIds.length;
  const known = new Map(account.roles.map((role) => [role.id, role]));
  const named = roleId === null ? undefined : successor(known, roleId);
  const gets = named !== undefined && named !== root && (wasTaken || kept.length === 0) && !kept.includes(named);
  if (!wasTaken && !gets) return account;
  return withMember(account, memberId, (member) => ({ ...member, roleIds: gets ? [...kept, named] : kept }));
}

/** Gives the owner the owner's role, and no manager. */
export function withOwnersRole(account: StoredAccount, preset: Preset): StoredAccount {
  const owner = account.members.find(({ id }) => id === account.ownerMemberId);
  if (!owner || standingOf(owner) === 'deleted') return account;
  const role = ownersRole(account, preset);
  const lacks = role !== undefined && !owner.roleIds.includes(role);
  if (!lacks && owner.managerId === null) return account;
  const roleIds = lacks ? withRole(owner.roleIds, role, preset.roleCardinality) : owner.roleIds;
  return withMember(account, owner.id, (member) => ({ ...member, roleIds, managerId: null }));
}
