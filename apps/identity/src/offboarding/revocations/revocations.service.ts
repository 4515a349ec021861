import { Injectable } from '@nestjs/common';
import {
  deactivateMember,
  deleteMember,
  internal,
  revokeMember,
  RosterError,
  serviceTimeout,
  serviceUnavailable,
  type CallContext,
  type DeletedMember,
  type DeleteMember,
  type MemberId,
  type MemberWrite,
  type RpcContract,
  type TakenAway,
} from '@roster/contracts';
import { Database, Idempotency, signedIn, type SignedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AccessClient } from '../../neighbours/access.client.js';
import { Ceiling } from '../../people/ceiling.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { DeletionsService } from '../deletions/deletions.service.js';
import { lockPendingOf } from '../../onboarding/invitations/invitation.store.js';
import { isTaken, type TakenStatus } from '../../people/members/lifecycle.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { showMember } from '../../people/members/members.store.js';
import { RevocationStore, TAKEN_OVER_AFTER, type Leaver } from './revocation.store.js';
import { PendingCommandEntity } from './pending-command.entity.js';

/** Each is idempotent by its own key. */
const CONTRACTS: Readonly<Record<TakenStatus, RpcContract<DeleteMember, MemberWrite>>> = {
  inactive: deactivateMember,
  revoked: revokeMember,
  deleted: deleteMember,
};

/**
 * Takes a member's access away, by the switch, by revoking or for good: first at access, then here (`docs/decisions.md` 2).
 * What has begun is written down before, so that it is finished even by another process.
 */
@Injectable()
export class RevocationsService {
  constructor(
    private readonly access: AccessClient,
    private readonly ceiling: Ceiling,
    private readonly database: Database,
    private readonly deletions: DeletionsService,
    private readonly revocations: RevocationStore,
    private readonly idempotency: Idempotency,
  ) {}

  deactivate({ memberId }: MemberId, context: CallContext): Promise<MemberWrite> {
    return this.depart({ memberId, status: 'inactive', successorId: undefined }, signedIn(context));
  }

  /** Revoking somebody who is revoked changes nothing; an invited member's invitation is withdrawn. */
  revoke({ memberId }: MemberId, context: CallContext): Promise<MemberWrite> {
    return this.depart({ memberId, status: 'revoked', successorId: undefined }, signedIn(context));
  }

  /** Asked again for somebody who is being deleted, it tells how far that has come. */
  async delete({ memberId, reassignTo }: DeleteMember, context: CallContext): Promise<DeletedMember> {
    const call = signedIn(context);
    const answer = await this.depart({ memberId, status: 'deleted', successorId: reassignTo }, call);
    const state = await this.deletions.state(call.accountId, memberId);
    return { ...answer, ...(state ?? { deletion: null }) };
  }

  /**
   * Asks access again, and commits what it has done. Rejects where it did not, or where nobody can tell. What somebody
   * else has done meanwhile is left alone.
   */
  async finish(command: PendingCommandEntity, call: CallContext): Promise<void> {
    const left = await this.leftOf(command);
    if (left === 'nothing') return this.forget(command);
    if (left === 'all') await this.commit(command, await this.takeAway(command, call, isRefusal), call);
    if (command.status === 'deleted') await this.deletions.handOver(command, call);
  }

  private async depart(leaver: Leaver, call: SignedIn): Promise<MemberWrite> {
    const begun = await this.beginAllowed(leaver, call);
    if ('member' in begun) return begun;
    // Nobody has asked before: what cannot be asked now has not happened.
    const taken = await this.takeAway(begun, call, (error) => isRefusal(error) || error.is(serviceUnavailable));
    const answer = await this.commit(begun, taken, call);
    if (begun.status === 'deleted') await this.deletions.tryHandOver(begun, call);
    return answer;
  }

  /** Withdrawing takes nothing away at access, which is asked all the same whether the actor may act on who is invited. */
  private async beginAllowed(leaver: Leaver, call: SignedIn): Promise<MemberWrite | PendingCommandEntity> {
    const { accountId } = call;
    const begin = (mayWithdraw: boolean) =>
      this.database.inAccount(accountId, (manager) => this.begin(manager, leaver, mayWithdraw, call));
    const begun = await begin(false);
    if (begun !== 'withdraws') return begun;
    const command = { contract: CONTRACTS[leaver.status], input: inputOf(leaver), call };
    await this.ceiling.require(command, [leaver.memberId]);
    const allowed = await begin(true);
    if (allowed === 'withdraws') throw new Error('An invitation that may be withdrawn was not');
    return allowed;
  }

  private async begin(
    manager: EntityManager,
    leaver: Leaver,
    mayWithdraw: boolean,
    call: SignedIn,
  ): Promise<MemberWrite | PendingCommandEntity | 'withdraws'> {
    const { accountId } = call;
    const { memberId, status } = leaver;
    const answer = await this.idempotency.find(manager, call, CONTRACTS[status], inputOf(leaver));
    if (answer) return answer;
    // The invitation before the member, as whoever accepts, withdraws or expires it does.
    const invitation = await lockPendingOf(manager, accountId, memberId);
    const { move, member } = await this.revocations.judge(manager, accountId, leaver);
    if (move === 'withdraw' && !mayWithdraw) return 'withdraws';
    if (move === 'withdraw') {
      if (!invitation) throw new Error('An invited member has an invitation that is not pending');
      return this.idempotency.run(manager, call, CONTRACTS[status], inputOf(leaver), () =>
        this.revocations.withdraw(manager, invitation, call),
      );
    }
    // He has nothing left to be taken, and access knows him no more.
    if (member.deletingSince)
      return { member: await showMember(manager, member, await findAccount(manager, accountId)) };
    const command = commandOf(leaver, member, call);
    // Who is without it already needs nobody to finish it: access is only asked since when.
    if (move !== 'none') await manager.insert(PendingCommandEntity, command);
    return command;
  }

  private async takeAway(
    command: PendingCommandEntity,
    call: CallContext,
    isOver: (error: RosterError) => boolean,
  ): Promise<TakenAway> {
    try {
      const { memberId, status, successorId, revision } = command;
      return await this.access.takeAway({ memberId, status, revision, ...(successorId && { successorId }) }, call);
    } catch (error) {
      // Lost on the way, it may have happened: the command stays, and is asked again until somebody knows.
      if (error instanceof RosterError && isOver(error)) await this.forget(command);
      throw error;
    }
  }

  private async commit(command: PendingCommandEntity, taken: TakenAway, call: CallContext): Promise<MemberWrite> {
    const { accountId, id, memberId, status, successorId } = command;
    const input = inputOf({ memberId, successorId: successorId ?? undefined });
    return this.database.inAccount(accountId, async (manager) => {
      const answer = await this.idempotency.run(manager, call, CONTRACTS[status], input, async () => {
        const member = await this.revocations.leave(
          manager,
          { ...command, successorId: taken.successorId ?? null },
          call,
        );
        return {
          member: await showMember(manager, member, await findAccount(manager, accountId)),
          version: taken.version,
        };
      });
      // Also where another use of the same key has answered: this command is done by that. A deletion's stays until the
      // records are handed over.
      if (status !== 'deleted') await manager.delete(PendingCommandEntity, { accountId, id });
      return answer;
    });
  }

  /** How much of a command that was left is still to be done. */
  private leftOf({ accountId, memberId, status }: PendingCommandEntity): Promise<'nothing' | 'records' | 'all'> {
    return this.database.inAccount(accountId, async (manager) => {
      const member = await manager.findOneBy(MemberEntity, { accountId, id: memberId });
      if (!member || isTaken(member.status, status)) return 'nothing';
      return member.deletingSince ? 'records' : 'all';
    });
  }

  private async forget({ accountId, id }: PendingCommandEntity): Promise<void> {
    await this.database.inAccount(accountId, (manager) => manager.delete(PendingCommandEntity, { accountId, id }));
  }
}

function commandOf(
  { memberId, status, successorId }: Leaver,
  { revision }: MemberEntity,
  { accountId, actor, requestId }: SignedIn,
): PendingCommandEntity {
  const dueAt = new Date(Date.now() + TAKEN_OVER_AFTER);
  const asked = { memberId, status, successorId: successorId ?? null };
  return { accountId, id: uuidv7(), ...asked, revision, actor, requestId, dueAt };
}

const inputOf = ({ memberId, successorId }: Pick<Leaver, 'memberId' | 'successorId'>): DeleteMember => ({
  memberId,
  ...(successorId !== undefined && { reassignTo: successorId }),
});

/** Whether access has said no, so that nothing has happened there, now or when it was asked before. */
const isRefusal = (error: RosterError): boolean =>
  ![serviceTimeout, serviceUnavailable, internal].some((kind) => error.is(kind));
