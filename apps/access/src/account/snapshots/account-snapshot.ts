import type { Preset } from '@roster/contracts';
import {
  compile,
  snapshotOf,
  type AccountPolicy,
  type Catalogue,
  type CompiledAccount,
  type Snapshot,
} from '@roster/permissions';
import type { StoredAccount } from '../accounts/stored-account.js';
import { apart } from '../accounts/pairs.js';
import { standingOf } from '../members/member.js';
import { accountRoles, successor, type AccountRole } from '../roles/role.js';
import { policyOf } from './account-policy.js';

/**
 * An account at one version, ready for questions, with everything else that the handlers need. It is immutable. Parts
 * that are expensive to compute are computed on first use.
 */
export class AccountSnapshot {
  readonly policy: AccountPolicy;
  readonly roles: readonly AccountRole[];
  private readable: Snapshot | undefined;
  private fast: CompiledAccount | undefined;

  constructor(
    readonly stored: StoredAccount,
    readonly preset: Preset,
    readonly catalogue: Catalogue,
  ) {
    this.roles = accountRoles(stored.roles, preset);
    this.policy = policyOf(stored, preset, this.roles);
  }

  get version(): number {
    return this.stored.version;
  }

  /** A snapshot of the account in another state. Deleted members are dropped from it. */
  next(stored: StoredAccount): AccountSnapshot {
    return new AccountSnapshot(withoutThoseGone(this.stored, stored), this.preset, this.catalogue);
  }

  get snapshot(): Snapshot {
    return (this.readable ??= snapshotOf(this.catalogue, this.policy));
  }

  get compiled(): CompiledAccount {
    return (this.fast ??= compile(this.catalogue, this.policy));
  }

  /** The role with this id, or the role that has replaced it since. */
  presentRole(id: string): AccountRole | undefined {
    const stored = new Map(this.stored.roles.map((role) => [role.id, role]));
    const present = successor(stored, id.toLowerCase());
    return this.roles.find((role) => role.id === present);
  }

  rolesOf(memberId: string): AccountRole[] {
    const held = this.stored.members.find(({ id }) => id === memberId)?.roleIds ?? [];
    return this.roles.filter(({ id }) => held.includes(id));
  }
}

function withoutThoseGone(before: StoredAccount, after: StoredAccount): StoredAccount {
  if (before.members === after.members) return after;
  const [, changed] = apart(before.members, after.members);
  if (changed.every((member) => standingOf(member) !== 'deleted')) return after;
  return { ...after, members: after.members.filter((member) => standingOf(member) !== 'deleted') };
}
