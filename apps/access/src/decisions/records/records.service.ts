import { Injectable } from '@nestjs/common';
import {
  accessActRecorded,
  deleteRecord,
  memberNotFound,
  projectNotFound,
  putRecord,
  recordNotFound,
  recordTypeNotFound,
  RosterError,
  toAct,
  unknownName,
  type CallContext,
  type Nothing,
  type RecordId,
  type RecordInput,
  type RegisteredRecordState,
} from '@roster/contracts';
import { Database, Idempotency, Outbox, signedIn } from '@roster/service-kit';
import { IsNull, type EntityManager } from 'typeorm';
import { DecisionPoint } from '../../ledger/feed/decision-point.js';
import { requireNoReach } from '../../administration/records/reach.js';
import { changedParts, isRecordType, keptProperties, recordTypes, stateOf } from './record.js';
import { RecordEntity } from '../../account/record.entity.js';

const NAMED = `
  select
    exists (select from members where account_id = $1 and id = $2 and standing <> 'deleted') as owner,
    exists (select from projects where account_id = $1 and id = $3) as project`;

/** The register: who owns the records that other services store. */
@Injectable()
export class RecordsService {
  constructor(
    private readonly database: Database,
    private readonly decisions: DecisionPoint,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox,
  ) {}

  async put(input: RecordInput, call: CallContext): Promise<RegisteredRecordState> {
    const { accountId, actor } = signedIn(call);
    const account = await this.decisions.account(accountId);
    if (!account) throw new RosterError(recordTypeNotFound);
    if (!isRecordType(account.catalogue, input.type)) {
      throw unknownName(recordTypeNotFound, recordTypes(account.catalogue));
    }
    const row: RecordEntity = {
      accountId,
      type: input.type,
      id: input.id,
      ownerId: input.ownerId?.toLowerCase() ?? null,
      projectId: input.projectId?.toLowerCase() ?? null,
      properties: keptProperties(input.properties ?? {}),
      updatedAt: new Date(),
      deletedAt: null,
    };
    const actorIds = [actor.memberId, ...(actor.kind === 'api-key' ? [actor.makerId] : [])];
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, putRecord, input, async () => {
        await requireNamed(manager, row);
        const before = await lastKnown(manager, row);
        const states = { before, after: row };
        for (const actorId of actorIds) requireNoReach(account, actorId, states);
        await manager.upsert(RecordEntity, row, ['accountId', 'type', 'id']);
        await this.tell(manager, 'record.put', [before, row], call);
        return stateOf(row);
      }),
    );
  }

  async get({ type, id }: RecordId, call: CallContext): Promise<RegisteredRecordState> {
    const { accountId } = signedIn(call);
    const row = await this.database.inAccount(accountId, (manager) =>
      manager.findOneBy(RecordEntity, { accountId, type, id, deletedAt: IsNull() }),
    );
    if (!row) throw new RosterError(recordNotFound);
    return stateOf(row);
  }

  /**
   * Deletes the registration but keeps owner and project. Otherwise anyone could delete a registration and then
   * register the record as their own.
   */
  async delete(input: RecordId, call: CallContext): Promise<Nothing> {
    const { accountId } = signedIn(call);
    const { type, id } = input;
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, deleteRecord, input, async () => {
        const before = await lastKnown(manager, { accountId, type, id });
        if (!before || before.deletedAt) throw new RosterError(recordNotFound);
        const after = { ...before, properties: {}, deletedAt: new Date() };
        await manager.update(RecordEntity, { accountId, type, id }, after);
        await this.tell(manager, 'record.deleted', [before, after], call);
        return {};
      }),
    );
  }

  /**
   * Records who changed the registration, if it has changed. The trail hears it as an event, so that records do not wait for the
   * account.
   */
  private async tell(
    manager: EntityManager,
    action: 'record.put' | 'record.deleted',
    [before, after]: readonly [RecordEntity | null, RecordEntity],
    call: CallContext,
  ): Promise<void> {
    const { accountId, type, id } = after;
    const parts = changedParts(before, after);
    if (parts.length === 0) return;
    const data = toAct({ action, target: { type: 'record', id: `${type}:${id}` }, parts }, call, 'access');
    await this.outbox.record(manager, accessActRecorded, { accountId, subject: data.targetId, data });
  }
}

/** The record as it is or was last registered, locked until the transaction ends. */
async function lastKnown(
  manager: EntityManager,
  { accountId, type, id }: Pick<RecordEntity, 'accountId' | 'type' | 'id'>,
): Promise<RecordEntity | null> {
  await manager.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [JSON.stringify([accountId, type, id])]);
  return manager.findOneBy(RecordEntity, { accountId, type, id });
}

/** Rejects where the owner or the project of a record is not of this account. */
async function requireNamed(manager: EntityManager, { accountId, ownerId, projectId }: RecordEntity): Promise<void> {
  if (ownerId === null && projectId === null) return;
  // Deleting a member locks the account. This shared lock makes the two wait for each other, so that a deleted member
  // cannot become an owner.
  await manager.query('select from accounts where id = $1 for key share', [accountId]);
  const [found]: { owner: boolean; project: boolean }[] = await manager.query(NAMED, [accountId, ownerId, projectId]);
  if (ownerId !== null && !found?.owner) throw new RosterError(memberNotFound);
  if (projectId !== null && !found?.project) throw new RosterError(projectNotFound);
}
