import { Injectable } from '@nestjs/common';
import type { Activity, ActivityPage, ActivityQuery, CallContext, MemberAct, PageQuery } from '@roster/contracts';
import { answerOf, Database, pageOf, signedIn, signedInPerson, type SignedIn } from '@roster/service-kit';
import { LessThan, type EntityManager } from 'typeorm';
import { AccessClient } from '../../neighbours/access.client.js';
import { findMember } from '../members/members.store.js';
import { ActivityEntity } from './activity.entity.js';

/**
 * What a member did: about themselves as it is recorded here, and in the account as the audit trail has it. Both have ids that
 * are ordered by time.
 */
@Injectable()
export class ActivitiesService {
  constructor(
    private readonly access: AccessClient,
    private readonly database: Database,
  ) {}

  /** Rejects with `member.not-found`. */
  async list({ memberId, ...page }: ActivityQuery, context: CallContext): Promise<ActivityPage> {
    const call = signedIn(context);
    const { accountId } = call;
    await this.database.inAccount(accountId, (manager) => findMember(manager, { accountId, memberId }));
    return this.read(memberId, page, call);
  }

  listOwn(page: PageQuery, context: CallContext): Promise<ActivityPage> {
    const call = signedInPerson(context);
    return this.read(call.actor.memberId, page, call);
  }

  /** The newest first. */
  private async read(memberId: string, query: PageQuery, call: SignedIn): Promise<ActivityPage> {
    const { accountId } = call;
    const page = pageOf(query);
    const limit = page.limit + 1;
    const before = page.after && { before: page.after };
    const { acts } = await this.access.actsOf({ accountId, memberId, limit, ...before }, call);
    const own = await this.database.inAccount(accountId, (manager) =>
      ownOf(manager, { accountId, memberId }, { limit, after: page.after }),
    );
    const items = [...own.map(shown), ...acts.map(shownAct)].toSorted((a, b) => (a.id < b.id ? 1 : -1));
    return answerOf(page, items.slice(0, limit), (item) => item);
  }
}

const ownOf = (
  manager: EntityManager,
  of: { accountId: string; memberId: string },
  { limit, after }: { limit: number; after: string | undefined },
): Promise<ActivityEntity[]> =>
  manager.find(ActivityEntity, {
    where: { ...of, ...(after !== undefined && { id: LessThan(after) }) },
    order: { id: 'desc' },
    take: limit,
  });

const shown = ({ id, action, at, address, userAgent, details }: ActivityEntity): Activity => ({
  id,
  action,
  at: at.toISOString(),
  address,
  userAgent,
  details,
});

const shownAct = ({ targetType, targetId, version, ...act }: MemberAct): Activity => ({
  ...act,
  details: { targetType, targetId, version: String(version) },
});
