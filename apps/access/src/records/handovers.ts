import { Injectable } from '@nestjs/common';
import {
  memberNotActive,
  memberNotFound,
  memberReassignmentRequired,
  RosterError,
  type HandedOver,
  type HandOver,
} from '@roster/contracts';
import { Database } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { memberOf } from '../members/member-of.js';
import { MemberEntity } from '../members/member.entity.js';
import { standingOf } from '../members/member.js';
import { answerable, type Act } from '../privileges/act.js';
import { requireNoReach } from './reach.js';
import type { RecordEntity } from './record.entity.js';

interface Heritage {
  readonly memberId: string;
  readonly successorId: string | undefined;
}

/** Records of one type and project that somebody owns. */
interface Owned {
  readonly type: string;
  readonly projectId: string | null;
  readonly records: number;
}

const OWNED = `
  select type, project_id as "projectId", count(*)::int as records from records
  where account_id = $1 and owner_member_id = $2 and deleted_at is null group by type, project_id`;

const MOVE = `
  with lot as (
    select type, id from records where account_id = $1 and owner_member_id = $2 and deleted_at is null
    order by type, id limit $4 for update),
  moved as (
    update records r set owner_member_id = $3, updated_at = clock_timestamp() from lot
    where r.account_id = $1 and r.type = lot.type and r.id = lot.id returning 1)
  insert into handovers (account_id, member_id, successor_id, count)
  select $1, $2, $3, count(*) from moved
  on conflict (account_id, member_id) do update set count = handovers.count + excluded.count
  returning count::int, (select count(*)::int from moved) as moved`;

/** Records in one transaction. */
const LOT = 5_000;

/** What becomes of the registered records of a member who is deleted. */
@Injectable()
export class Handovers {
  constructor(private readonly database: Database) {}

  /**
   * In the transaction that takes the member away. Rejects with `member.reassignment-required` where he owns something
   * and nobody takes it over, with `member.not-active` where that one cannot, and with `privilege.above-own` where the
   * actor would reach records by it that he does not reach now.
   */
  async require(manager: EntityManager, act: Act, { memberId, successorId }: Heritage): Promise<void> {
    const { account } = act;
    const owned: Owned[] = await manager.query(OWNED, [account.stored.id, memberId]);
    const projects = account.stored.projects.filter(({ ownerMemberId }) => ownerMemberId === memberId).length;
    if (successorId === undefined) {
      const records = owned.reduce((sum, each) => sum + each.records, 0);
      if (records + projects === 0) return;
      throw new RosterError(memberReassignmentRequired, undefined, { details: { records, projects } });
    }
    if (successorId === memberId || standingOf(memberOf(account, successorId)) !== 'active') {
      throw new RosterError(memberNotActive);
    }
    for (const each of owned) {
      const [before, after] = [recordOf(act, each, memberId), recordOf(act, each, successorId)];
      for (const { actorId } of answerable(act)) requireNoReach(account.compiled, actorId, { before, after });
    }
  }

  /** The next lot, in a transaction of its own. Rejects with `member.not-found` for one who is not gone. */
  handOver({ accountId, memberId, successorId }: HandOver): Promise<HandedOver> {
    return this.database.inAccount(accountId, async (manager) => {
      const gone = await manager.findOneBy(MemberEntity, { accountId, id: memberId });
      if (!gone || standingOf(gone) !== 'deleted') throw new RosterError(memberNotFound);
      const rows: { count: number; moved: number }[] = await manager.query(MOVE, [
        accountId,
        memberId,
        successorId ?? null,
        LOT,
      ]);
      const [{ count, moved } = { count: 0, moved: 0 }] = rows;
      return { count, isDone: moved < LOT };
    });
  }
}

/** Any of them: what a record's own properties say is not asked. */
const recordOf = ({ account }: Act, { type, projectId }: Owned, ownerId: string): RecordEntity => ({
  accountId: account.stored.id,
  type,
  id: '',
  ownerId,
  projectId,
  properties: {},
  updatedAt: new Date(0),
  deletedAt: null,
});
