import { Inject, Injectable } from '@nestjs/common';
import { type MemberChange, type MemberState, type Preset, type PresetSet } from '@roster/contracts';
import { PRESETS } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import type { AccountEntity } from '../accounts/account.entity.js';
import { projectAccount, raiseVersion } from '../accounts/account.js';
import { Assignments, heldRoleIds, sameRoles } from '../assignments/assignments.js';
import { ensureSystemRoles } from './system-roles.js';
import { accountRoles, promisedRoles, withRole, type StoredRole } from '../roles/role.js';
import { MemberEntity } from '../members/member.entity.js';
import { projected, standingOf, type Membership } from '../members/member.js';

/** Copies what identity says of accounts and members, in whatever order it comes. */
@Injectable()
export class MemberProjection {
  constructor(
    private readonly assignments: Assignments,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  /**
   * Takes in a state and resolves with the account's version, raised if anything changed. A member seen for the first
   * time gets the roles that he was promised; from then on they belong to this service. Whoever owns the account holds
   * the owner's role from this transaction on. In the account of the transaction.
   */
  async apply(manager: EntityManager, { account: accountState, member: state }: MemberChange): Promise<number> {
    const { account, changed } = await projectAccount(manager, accountState);
    const preset = this.presetOf(account);
    const stored = await ensureSystemRoles(manager, account.id, preset);
    const known = await manager.findOneBy(MemberEntity, { accountId: account.id, id: state.id });
    const next = projected(known ?? undefined, state);
    if (next) await manager.save(MemberEntity, { ...next, accountId: account.id, id: state.id });

    const given = await this.rolesToGive(manager, { account, preset, stored }, { known, next, state });
    if (!changed && !next && given.size === 0) return account.version;
    await raiseVersion(manager, account);
    const roles = accountRoles(stored, preset);
    for (const [memberId, roleIds] of given) {
      await this.assignments.replace(
        manager,
        account,
        memberId,
        roles.filter(({ id }) => roleIds.includes(id)),
      );
    }
    return account.version;
  }

  /** Who gets which roles: a member who is new here, one who is gone (none), and the owner if he lacks his. */
  private async rolesToGive(
    manager: EntityManager,
    { account, preset, stored }: { account: AccountEntity; preset: Preset; stored: readonly StoredRole[] },
    { known, next, state }: { known: Membership | null; next: Membership | undefined; state: MemberState },
  ): Promise<Map<string, string[]>> {
    const given = new Map<string, string[]>();
    if (next?.status === 'deleted') {
      if (known && (await heldRoleIds(manager, account.id, state.id)).length > 0) given.set(state.id, []);
    } else if (!known) {
      given.set(state.id, promisedRoles(stored, state.roleIds, preset.roleCardinality));
    }
    const ownerId = account.ownerMemberId;
    const ownersRole = stored.find(({ slug }) => slug === preset.ownership.ensureRole)?.id;
    const owner = await manager.findOneBy(MemberEntity, { accountId: account.id, id: ownerId });
    if (!ownersRole || !owner || standingOf(owner) === 'deleted') return given;
    const held = await heldRoleIds(manager, account.id, ownerId);
    const ensured = withRole(given.get(ownerId) ?? held, ownersRole, preset.roleCardinality);
    if (given.has(ownerId) || !sameRoles(held, ensured)) given.set(ownerId, ensured);
    return given;
  }

  private presetOf({ id, preset: name }: AccountEntity): Preset {
    const preset = this.presets.get(name);
    if (!preset) throw new Error(`The account ${id} has the preset "${name}", which is not loaded here`);
    return preset;
  }
}
