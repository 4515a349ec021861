import { Injectable } from '@nestjs/common';
import type { Activity, ActivityPage, ActivityQuery, CallContext, PageQuery } from '@roster/contracts';
import { answerOf, Database, pageOf, signedIn, signedInPerson } from '@roster/service-kit';
import { LessThan, type EntityManager } from 'typeorm';
import { findMember } from '../members/members.store.js';
import { ActivityEntity } from './activity.entity.js';

@Injectable()
export class ActivitiesService {
  constructor(private readonly database: Database) {}

  /** Rejects with `member.not-found`. */
  list({ memberId, ...page }: ActivityQuery, call: CallContext): Promise<ActivityPage> {
    const { accountId } = signedIn(call);
    return this.database.inAccount(accountId, async (manager) => {
      await findMember(manager, { accountId, memberId });
      return read(manager, { accountId, memberId }, page);
    });
  }

  listOwn(page: PageQuery, call: CallContext): Promise<ActivityPage> {
    const { accountId, actor } = signedInPerson(call);
    return this.database.inAccount(accountId, (manager) =>
      read(manager, { accountId, memberId: actor.memberId }, page),
    );
  }
}

/** The newest first: ids are ordered by time. */
async function read(
  manager: EntityManager,
  of: { accountId: string; memberId: string },
  query: PageQuery,
): Promise<ActivityPage> {
  const page = pageOf(query);
  const rows = await manager.find(ActivityEntity, {
    where: { ...of, ...(page.after && { id: LessThan(page.after) }) },
    order: { id: 'desc' },
    take: page.limit + 1,
  });
  return answerOf(page, rows, shown);
}

const shown = ({ id, action, at, address, userAgent, details }: ActivityEntity): Activity => ({
  id,
  action,
  at: at.toISOString(),
  address,
  userAgent,
  details,
});
