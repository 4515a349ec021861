import { Inject, Injectable } from '@nestjs/common';
import {
  deletionNotFound,
  recordKeeperUnknown,
  RosterError,
  type CallContext,
  type ConfirmDeletion,
  type DeletedMember,
  type KeeperQuery,
  type MemberDeletion,
  type MemberId,
  type Nothing,
  type PendingDeletions,
} from '@roster/contracts';
import { answerOf, Database, pageOf, signedIn, LOGGER, type Logger } from '@roster/service-kit';
import { ArrayContains, IsNull, MoreThan } from 'typeorm';
import { AccessClient } from '../../neighbours/access.client.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { lookForDue } from '../../core/database/due.js';
import { PendingCommandEntity } from '../revocations/pending-command.entity.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { showMember } from '../../people/members/members.store.js';
import { DeletionEntity } from './deletion.entity.js';
import { REGISTER, toDeletion } from './deletion.js';
import { DeletionStore } from './deletion.store.js';

/** A member whose deletion has begun. */
type MemberKey = Readonly<Record<'accountId' | 'memberId', string>>;

/** The progress of deletions, and the confirmations of the keepers of records. */
@Injectable()
export class DeletionsService {
  constructor(
    private readonly access: AccessClient,
    private readonly database: Database,
    private readonly store: DeletionStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async get({ memberId }: MemberId, call: CallContext): Promise<MemberDeletion> {
    const { accountId } = signedIn(call);
    const deletion = await this.database.inAccount(accountId, (manager) =>
      manager.findOneBy(DeletionEntity, { accountId, memberId }),
    );
    if (!deletion) throw new RosterError(deletionNotFound);
    return toDeletion(deletion);
  }

  /** The member as they are by now, even deleted. Undefined if no deletion has begun. */
  state(accountId: string, memberId: string): Promise<Pick<DeletedMember, 'member' | 'deletion'> | undefined> {
    return this.database.inAccount(accountId, async (manager) => {
      const deletion = await manager.findOneBy(DeletionEntity, { accountId, memberId });
      if (!deletion) return undefined;
      const member = await manager.findOneByOrFail(MemberEntity, { accountId, id: memberId });
      const account = await findAccount(manager, accountId);
      return { member: await showMember(manager, member, account), deletion: toDeletion(deletion) };
    });
  }

  /** Hands over all records that are registered in Roster. Other keepers confirm their own. */
  async handOver({ accountId, memberId }: MemberKey, call: CallContext): Promise<void> {
    const input = { accountId, memberId };
    let handed = await this.access.handOver(input, call);
    while (!handed.isDone) handed = await this.access.handOver(input, call);
    const confirmation = { accountId, memberId, keeper: REGISTER, count: handed.count };
    await this.database.inAccount(accountId, async (manager) => {
      await this.store.confirm(manager, confirmation, call.traceparent);
      await manager.delete(PendingCommandEntity, { accountId, memberId, status: 'deleted' });
    });
  }

  /** The same, best effort: the sweep tries again what is left. */
  async tryHandOver(deleted: MemberKey, call: CallContext): Promise<void> {
    try {
      await this.handOver(deleted, call);
    } catch (err) {
      this.logger.warn({ err, requestId: call.requestId }, 'Not all records were handed over; this is tried again');
    }
  }

  /** What this keeper has not confirmed yet, in all accounts, the oldest members first. */
  list(query: KeeperQuery): Promise<PendingDeletions> {
    const page = pageOf(query);
    return this.database.transaction(async (manager) => {
      await lookForDue(manager);
      const rows = await manager.find(DeletionEntity, {
        where: {
          finishedAt: IsNull(),
          pending: ArrayContains([query.keeper]),
          ...(page.after && { memberId: MoreThan(page.after) }),
        },
        order: { memberId: 'asc' },
        take: page.limit + 1,
      });
      const deletions = rows.map((row) => ({ ...row, id: row.memberId }));
      return answerOf(page, deletions, ({ accountId, memberId, successorId, begunAt }) => ({
        accountId,
        memberId,
        successorId,
        begunAt: begunAt.toISOString(),
      }));
    });
  }

  /** The register cannot be confirmed from outside, because access itself is asked. */
  async confirm(confirmation: ConfirmDeletion): Promise<Nothing> {
    if (confirmation.keeper === REGISTER) throw new RosterError(recordKeeperUnknown);
    await this.database.inAccount(confirmation.accountId, (manager) => this.store.confirm(manager, confirmation));
    return {};
  }
}
