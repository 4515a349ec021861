import { Injectable } from '@nestjs/common';
import {
  memberNotActive,
  memberNotFound,
  memberReassignmentRequired,
  RosterError,
  type HandedOver,
  type HandOverRecords,
} from '@roster/contracts';
import { Database } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { personOf } from '../../account/members/member-of.js';
import { MemberEntity } from '../../account/members/member.entity.js';
import { standingOf } from '../../account/members/member.js';
import { answerable, type Act } from '../privileges/act.js';
import { requireNoReach } from './reach.js';
import type { RecordEntity } from '../../account/records/record.entity.js';

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
    order by type, id limit $3 for update),
  moved as (
    update records r set owner_member_id = h.successor_id, updated_at = clock_timestamp()
    from lot, record_handovers h
    where r.account_id = $1 and r.type = lot.type and r.id = lot.id and h.account_id = $1 and h.member_id = $2
    returning 1)
  update record_handovers set count = count + (select count(*) from moved) where account_id = $1 and member_id = $2
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
   * actor would reach records by it that he does not reach now. From then on the successor is this one, whoever asks.
   */
  async begin(manager: EntityManager, act: Act, { memberId, successorId }: Heritage): Promise<void> {
    const { account } = act;
    const owned: Owned[] = await manager.query(OWNED, [account.stored.id, memberId]);
    const projects = account.stored.projects.filter(({ ownerMemberId }) => ownerMemberId === memberId).length;
    if (successorId === undefined) {
      const records = owned.reduce((sum, each) => sum + each.records, 0);
      if (records + projects === 0) return open(manager, account.stored.id, memberId);
      throw new RosterError(memberReassignmentRequired, undefined, { details: { records, projects } });
    }
    if (successorId === memberId || standingOf(personOf(account, successorId)) !== 'active') {
      throw new RosterError(memberNotActive);
    }
    for (const each of owned) {
      const [before, after] = [recordOf(act, each, memberId), recordOf(act, each, successorId)];
      for (const { actorId } of answerable(act)) requireNoReach(account.compiled, actorId, { before, after });
    }
    await open(manager, account.stored.id, memberId, successorId);
  }

  /** Who takes over from one who is gone. */
  async successorOf(manager: EntityManager, accountId: string, memberId: string): Promise<string | undefined> {
    const rows: { id: string | null }[] = await manager.query(
      'select successor_id as id from record_handovers where account_id = $1 and member_id = $2',
      [accountId, memberId],
    );
    return rows[0]?.id ?? undefined;
  }

  /** The next lot, in a transaction of its own. Rejects with `member.not-found` for one who is not gone. */
  handOver({ accountId, memberId }: HandOverRecords): Promise<HandedOver> {
    return this.database.inAccount(accountId, async (manager) => {
      const gone = await manager.findOneBy(MemberEntity, { accountId, id: memberId });
      if (!gone || standingOf(gone) !== 'deleted') throw new RosterError(memberNotFound);
      // Who was gone before anybody asked for a successor has none.
      await open(manager, accountId, memberId);
      const [rows]: [{ count: number; moved: number }[], number] = await manager.query(MOVE, [
        accountId,
        memberId,
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

/** Where it is open already it stays as it is. */
async function open(manager: EntityManager, accountId: string, memberId: string, successorId?: string): Promise<void> {
  await manager.query(
    `insert into record_handovers (account_id, member_id, successor_id, count) values ($1, $2, $3, 0)
     on conflict do nothing`,
    [accountId, memberId, successorId ?? null],
  );
}
