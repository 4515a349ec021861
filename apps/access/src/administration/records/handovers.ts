import { Injectable } from '@nestjs/common';
import {
  memberNotActive,
  memberNotFound,
  memberReassignmentRequired,
  RosterError,
  type CallContext,
  type HandedOver,
  type HandOverRecords,
  type MemberId,
  type MemberRecords,
} from '@roster/contracts';
import { Database, signedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { personOf } from '../../account/members/member-of.js';
import { MemberEntity } from '../../account/members/member.entity.js';
import { standingOf } from '../../account/members/member.js';
import { answerable, type Act } from '../privileges/act.js';
import { requireNoReach } from './reach.js';
import type { RecordEntity } from '../../account/record.entity.js';

interface Handover {
  readonly memberId: string;
  readonly successorId: string | undefined;
}

/** How many records of one type and project somebody owns. */
interface Owned {
  readonly type: string;
  readonly projectId: string | null;
  readonly records: number;
}

const OWNED = `
  select type, project_id as "projectId", count(*)::int as records from records
  where account_id = $1 and owner_member_id = $2 and deleted_at is null group by type, project_id`;

const COUNT = `
  select type, count(*)::int as count from records
  where account_id = $1 and owner_member_id = $2 and deleted_at is null group by type order by count(*) desc, type`;

const PROJECTS = `
  select count(*)::int as projects from projects where account_id = $1 and owner_member_id = $2`;

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

/** The number of records that one transaction hands over. */
const LOT = 5_000;

/** Hands the registered records of a deleted member over to a successor. */
@Injectable()
export class Handovers {
  constructor(private readonly database: Database) {}

  /**
   * Starts the handover, in the transaction that deletes the member. Rejects with `member.reassignment-required` where
   * the member owns something and no successor is named, with `member.not-active` where the successor is not active
   * (`member.not-found` for a service account), and with `privilege.above-own` where the actor would reach records that they do not reach now. The successor cannot
   * be changed afterwards.
   */
  async begin(manager: EntityManager, act: Act, { memberId, successorId }: Handover): Promise<void> {
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

  /** What the member owns. Rejects with `member.not-found`, also for a deleted member. */
  count({ memberId: named }: MemberId, call: CallContext): Promise<MemberRecords> {
    const { accountId } = signedIn(call);
    const memberId = named.toLowerCase();
    return this.database.inAccount(accountId, async (manager) => {
      const member = await manager.findOneBy(MemberEntity, { accountId, id: memberId });
      if (!member || standingOf(member) === 'deleted') throw new RosterError(memberNotFound);
      const items: MemberRecords['items'] = await manager.query(COUNT, [accountId, memberId]);
      const [owned]: { projects: number }[] = await manager.query(PROJECTS, [accountId, memberId]);
      return { items, projects: owned?.projects ?? 0 };
    });
  }

  /** The successor of a deleted member. */
  async successorOf(manager: EntityManager, accountId: string, memberId: string): Promise<string | undefined> {
    const rows: { id: string | null }[] = await manager.query(
      'select successor_id as id from record_handovers where account_id = $1 and member_id = $2',
      [accountId, memberId],
    );
    return rows[0]?.id ?? undefined;
  }

  /**
   * Hands over the next batch, in a transaction of its own. Rejects with `member.not-found` for a member who is not
   * deleted.
   */
  handOver({ accountId, memberId }: HandOverRecords): Promise<HandedOver> {
    return this.database.inAccount(accountId, async (manager) => {
      const gone = await manager.findOneBy(MemberEntity, { accountId, id: memberId });
      if (!gone || standingOf(gone) !== 'deleted') throw new RosterError(memberNotFound);
      // A member who was deleted before successors existed has none.
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

/** A record that stands for all of this type and project. Properties of single records are not looked at. */
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

/** Starts a handover. One that has already started stays as it is. */
async function open(manager: EntityManager, accountId: string, memberId: string, successorId?: string): Promise<void> {
  await manager.query(
    `insert into record_handovers (account_id, member_id, successor_id, count) values ($1, $2, $3, 0)
     on conflict do nothing`,
    [accountId, memberId, successorId ?? null],
  );
}
