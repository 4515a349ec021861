import type { AccountState, Preset } from '@roster/contracts';
import {
  compile,
  snapshotOf,
  type AccountPolicy,
  type CompiledAccount,
  type Catalogue,
  type MemberStatus,
  type Snapshot,
} from '@roster/permissions';
import { accountRoles, successor, type AccountRole, type StoredRole } from '../roles/role.js';

/** An account as the database holds it. */
export interface StoredAccount {
  readonly id: string;
  readonly preset: string;
  readonly status: AccountState['status'];
  readonly ownerMemberId: string;
  readonly version: number;
  readonly roles: readonly StoredRole[];
  /** Deleted ones are left out. */
  readonly members: readonly StoredMember[];
}

interface StoredMember {
  readonly id: string;
  readonly userId: string | null;
  readonly email: string;
  readonly status: MemberStatus;
  readonly roleIds: readonly string[];
}

/** An account at one version, ready for questions, with what the doors need besides. Immutable. */
export class AccountSnapshot {
  readonly policy: AccountPolicy;
  readonly snapshot: Snapshot;
  readonly compiled: CompiledAccount;
  readonly roles: readonly AccountRole[];
  private readonly memberIds: ReadonlyMap<string, string>;
  /** The deleted ones too. */
  private readonly storedRoles: ReadonlyMap<string, StoredRole>;

  constructor(
    stored: StoredAccount,
    readonly preset: Preset,
    catalogue: Catalogue,
  ) {
    this.roles = accountRoles(stored.roles, preset);
    this.storedRoles = new Map(stored.roles.map((role) => [role.id, role]));
    this.policy = policyOf(stored, preset, this.roles);
    this.snapshot = snapshotOf(catalogue, this.policy);
    this.compiled = compile(catalogue, this.policy);
    this.memberIds = new Map(
      stored.members.flatMap(({ id, userId, email }) =>
        [email, userId].flatMap((name) => (name ? [[name, id] as const] : [])),
      ),
    );
  }

  get version(): number {
    return this.snapshot.version;
  }

  /** The member that an id, a user's id or an e-mail address stands for. */
  memberIdOf(name: string): string | undefined {
    const plain = lowerCase(name);
    return this.snapshot.members.has(plain) ? plain : this.memberIds.get(plain);
  }

  /** The role with this id, or the one that has replaced it since. */
  presentRole(id: string): AccountRole | undefined {
    const present = successor(this.storedRoles, id.toLowerCase());
    return this.roles.find((role) => role.id === present);
  }

  rolesOf(memberId: string): AccountRole[] {
    const held = new Set(this.snapshot.members.get(memberId)?.roleSet.roles.map(({ id }) => id));
    return this.roles.filter(({ id }) => held.has(id));
  }
}

/** ASCII only: letters of other alphabets that fold to ASCII ones must not name somebody else's address. */
export const lowerCase = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** An account that is not active yet is closed like one that is suspended. */
const policyOf = (stored: StoredAccount, preset: Preset, roles: readonly AccountRole[]): AccountPolicy => ({
  accountId: stored.id,
  status: stored.status === 'active' ? 'active' : 'suspended',
  version: stored.version,
  ownerMemberId: stored.ownerMemberId,
  teamsEnabled: preset.features.teams,
  roles: roles.map(({ id, grants, managerRoleId }) => ({ id, grants, managerRoleId })),
  members: stored.members.map(({ id, status, roleIds }) => ({ id, status, roleIds })),
});
