import { Injectable } from '@nestjs/common';
import { memberDeletionBegun, type CallContext } from '@roster/contracts';
import { Outbox } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import type { AccountEntity } from '../../people/accounts/account.entity.js';
import { recordAct } from '../../core/acts.js';
import { DeletionsConfig } from './deletions.config.js';
import type { MemberEntity } from '../../people/members/member.entity.js';
import { memberChange } from '../../people/members/member.js';
import { changeMember } from '../../people/members/members.store.js';
import { MemberErasure } from '../../people/members/member-erasure.js';
import { confirmedBy, REGISTER, type Confirmation } from './deletion.js';
import { DeletionEntity } from './deletion.entity.js';

/** Deletions, from the beginning to the last confirmation, in the caller's transaction. */
@Injectable()
export class DeletionStore {
  constructor(
    private readonly config: DeletionsConfig,
    private readonly outbox: Outbox,
    private readonly erasure: MemberErasure,
  ) {}

  /**
   * Begins the deletion and waits for the keepers of records. The caller has locked the member's row, and their access
   * is gone.
   */
  async begin(
    manager: EntityManager,
    { account, member, successorId }: { account: AccountEntity; member: MemberEntity; successorId: string | null },
    call: CallContext,
  ): Promise<MemberEntity> {
    const { accountId, id: memberId } = member;
    const begunAt = new Date();
    const keepers = [REGISTER, ...this.config.RECORD_KEEPERS];
    const progress = { pending: keepers, reassigned: {}, begunAt, finishedAt: null };
    await manager.insert(DeletionEntity, { accountId, memberId, successorId, ...progress });
    const next = await changeMember(manager, member, { deletingSince: begunAt });
    await this.outbox.record(manager, memberDeletionBegun, {
      accountId,
      subject: memberId,
      data: {
        ...memberChange(account, next),
        deletion: { successorId, keepers, begunAt: begunAt.toISOString() },
      },
      traceparent: call.traceparent,
    });
    return next;
  }

  /** Records a confirmation. The last one completes the deletion. Rejects like {@link confirmedBy}. */
  async confirm(manager: EntityManager, confirmation: Confirmation, traceparent?: string): Promise<void> {
    const { accountId, memberId } = confirmation;
    const key = { accountId, memberId };
    const deletion = await manager.findOne(DeletionEntity, { where: key, lock: { mode: 'pessimistic_write' } });
    const progress = confirmedBy(deletion, confirmation);
    if (!progress) return;
    const { keeper, count } = confirmation;
    if (keeper !== REGISTER) {
      const parts = [{ kind: 'deletion', id: memberId, before: null, after: { keeper, count } }];
      const target = { type: 'member', id: memberId };
      const actor = { kind: 'service', name: keeper } as const;
      await recordAct(manager, accountId, { action: 'deletion.confirmed', target, parts, actor }, { traceparent });
    }
    const isFinal = progress.pending.length === 0;
    await manager.update(DeletionEntity, key, { ...progress, finishedAt: isFinal ? new Date() : null });
    if (isFinal) await this.erasure.erase(manager, key, { traceparent });
  }
}
