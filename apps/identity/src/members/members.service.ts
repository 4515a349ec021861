import { Injectable } from '@nestjs/common';
import type { CallContext, Member, MemberId, MemberPage, MemberQuery } from '@roster/contracts';
import { answerOf, Database, pageOf, signedIn } from '@roster/service-kit';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { findAccount } from '../accounts/accounts.service.js';
import { MemberRolesEntity } from '../member-roles/member-roles.entity.js';
import { MemberEntity } from './member.entity.js';
import { toMember } from './member.js';
import { findMember, showMember } from './members.store.js';

/** A row of the list: the member and his copied roles, where there are any. */
interface Listed extends MemberEntity {
  held?: MemberRolesEntity | null;
}

@Injectable()
export class MembersService {
  constructor(private readonly database: Database) {}

  /** In the order in which they came. Deleted members only where the query names that status. */
  list(query: MemberQuery, call: CallContext): Promise<MemberPage> {
    const { accountId } = signedIn(call);
    const page = pageOf(query);
    return this.database.inAccount(accountId, async (manager) => {
      const account = await findAccount(manager, accountId);
      const members = filtered(manager, accountId, query);
      if (page.after) members.andWhere('member.id > :after', { after: page.after });
      const rows: Listed[] = await members
        .orderBy('member.id')
        .limit(page.limit + 1)
        .getMany();
      return answerOf(page, rows, (row) => toMember(row, account, row.held?.roles ?? []));
    });
  }

  get({ memberId }: MemberId, call: CallContext): Promise<Member> {
    const { accountId } = signedIn(call);
    return this.database.inAccount(accountId, async (manager) => {
      const account = await findAccount(manager, accountId);
      return showMember(manager, await findMember(manager, { accountId, memberId }), account);
    });
  }
}

function filtered(
  manager: EntityManager,
  accountId: string,
  { q, role, status, activeOnly }: MemberQuery,
): SelectQueryBuilder<MemberEntity> {
  const members = manager
    .createQueryBuilder(MemberEntity, 'member')
    .leftJoinAndMapOne(
      'member.held',
      MemberRolesEntity,
      'held',
      'held.accountId = member.accountId and held.memberId = member.id',
    )
    .where('member.accountId = :accountId', { accountId });
  if (status?.length) members.andWhere('member.status in (:...status)', { status });
  else members.andWhere(`member.status <> 'deleted'`);
  if (activeOnly) members.andWhere(`member.status = 'active'`);
  if (role?.length) members.andWhere('held.roleIds && :role::uuid[]', { role });
  if (q) {
    members.andWhere(`(member.email || ' ' || member.firstName || ' ' || member.lastName) ilike :part`, {
      part: `%${q.replace(/[\\%_]/g, '\\$&')}%`,
    });
  }
  return members;
}
