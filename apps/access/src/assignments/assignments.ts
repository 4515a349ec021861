import { Injectable } from '@nestjs/common';
import { memberRolesChanged, type RoleReference } from '@roster/contracts';
import { Outbox } from '@roster/service-kit';
import { In, Not, type EntityManager } from 'typeorm';
import type { AccountEntity } from '../accounts/account.entity.js';
import type { AccountRole } from '../roles/role.js';
import { MemberRoleEntity } from './member-role.entity.js';

export const reference = ({ id, name }: Pick<AccountRole, 'id' | 'name'>): RoleReference => ({ id, name });

export async function heldRoleIds(manager: EntityManager, accountId: string, memberId: string): Promise<string[]> {
  const rows = await manager.findBy(MemberRoleEntity, { accountId, memberId });
  return rows.map(({ roleId }) => roleId);
}

/** Whether two lists of role ids are the same set. */
export const sameRoles = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id) => b.includes(id));

/** Who holds which role: the one place that writes it, and that tells others. */
@Injectable()
export class Assignments {
  constructor(private readonly outbox: Outbox) {}

  /** Gives the member these roles in place of those he has. Under the account's lock, after the version was raised. */
  async replace(
    manager: EntityManager,
    { id: accountId, version }: Pick<AccountEntity, 'id' | 'version'>,
    memberId: string,
    roles: readonly AccountRole[],
  ): Promise<void> {
    const roleIds = roles.map(({ id }) => id);
    await manager.delete(MemberRoleEntity, { accountId, memberId, roleId: Not(In(roleIds)) });
    await manager.query(
      `insert into member_roles (account_id, member_id, role_id) select $1, $2, * from unnest($3::uuid[])
       on conflict do nothing`,
      [accountId, memberId, roleIds],
    );
    await this.outbox.record(manager, memberRolesChanged, {
      accountId,
      subject: memberId,
      data: { memberId, roles: roles.map(reference), version },
    });
  }
}
