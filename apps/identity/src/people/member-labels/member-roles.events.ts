import { Injectable } from '@nestjs/common';
import { memberRolesChanged, type Envelope, type MemberRolesState } from '@roster/contracts';
import { OnEvent } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { relabel } from './member-labels.js';

/** Keeps the copy of the members' roles. Events may come in any order: only a higher version counts. */
@Injectable()
export class MemberRolesEvents {
  @OnEvent(memberRolesChanged)
  async copy({ accountid: accountId = '', data }: Envelope<MemberRolesState>, manager: EntityManager): Promise<void> {
    const { memberId, roles, version } = data;
    const labelIds = roles.map(({ id }) => id);
    const newer: unknown[] = await manager.query(
      `insert into member_roles (account_id, member_id, role_ids, roles, version) values ($1, $2, $3, $4, $5)
       on conflict (account_id, member_id) do update
         set role_ids = excluded.role_ids, roles = excluded.roles, version = excluded.version
         where member_roles.version < excluded.version
       returning version`,
      [accountId, memberId, labelIds, JSON.stringify(roles), version],
    );
    if (newer.length > 0) await relabel(manager, { accountId, memberId, kind: 'role', labelIds });
  }
}
