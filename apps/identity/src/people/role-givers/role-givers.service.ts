import { Injectable } from '@nestjs/common';
import type { RoleGivers, RoleGiversQuery } from '@roster/contracts';
import { Database } from '@roster/service-kit';
import { In, Not } from 'typeorm';
import { SsoConnectionEntity } from '../accounts/sso-connection.entity.js';
import { MemberEntity } from '../members/member.entity.js';

/** Who gives roles to people whom access does not know yet. */
@Injectable()
export class RoleGiversService {
  constructor(private readonly database: Database) {}

  find({ accountId, memberIds }: RoleGiversQuery): Promise<RoleGivers> {
    return this.database.atOneMoment(accountId, async (manager) => {
      const where = { accountId, id: In(memberIds), status: Not('deleted' as const) };
      const members = await manager.find(MemberEntity, { select: { accountId: true, id: true }, where });
      const connections = await manager.findBy(SsoConnectionEntity, { accountId });
      return {
        memberIds: members.map(({ id }) => id),
        connections: connections.map(({ id, name, roleIds }) => ({ id, name, roleIds })),
      };
    });
  }
}
