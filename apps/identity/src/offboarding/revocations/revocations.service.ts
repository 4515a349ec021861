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
  type ClientOrigin,
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
import { RevocationStore, TAKEN_OVER_AFTER, type RevocationRequest } from './revocation.store.js';
import { PendingCommandEntity } from './pending-command.entity.js';

/** The contracts of the three commands. Each has idempotency keys of its own. */
const CONTRACTS: Readonly<Record<TakenStatus, RpcContract<DeleteMember, MemberWrite>>> = {
  inactive: deactivateMember,
  revoked: revokeMember,
  deleted: deleteMember,
};

/**
 * Takes a member's access away, by the active switch, by a revocation or by a deletion: first at access, then here
 * (`docs/decisions.md` 2). The command is stored before access is asked, so that another process can finish it.
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
    return this.run({ memberId, status: 'inactive' }, signedIn(context));
  }

  /** A revoked member does not change. An invited member's invitation is withdrawn. */
  revoke({ memberId }: MemberId, context: CallContext): Promise<MemberWrite> {
    return this.run({ memberId, status: 'revoked' }, signedIn(context));
  }

  /** For a member who is being deleted already, it reports the progress. */
  async delete(
    { memberId, reassignTo: successorId, billingContactId }: DeleteMember,
    context: CallContext,
  ): Promise<Omit<DeletedMember, 'openInvitations'>> {
    const call = signedIn(context);
    const answer = await this.run({ memberId, status: 'deleted', successorId, billingContactId }, call);
    const state = await this.deletions.state(call.accountId, memberId);
    return { ...answer, ...(state ?? { deletion: null }) };
  }

  /**
   * Asks access again, and commits what it has done. Rejects if access refuses or cannot say. Does nothing if another
   * process has finished the command in the meantime.
   */
  async finish(command: PendingCommandEntity, call: CallContext): Promise<void> {
    const remaining = await this.remainingOf(command);
    if (remaining === 'nothing') return this.forget(command);
    if (remaining === 'all') await this.commit(command, await this.takeAway(command, call, isRefusal), call);
    if (command.status === 'deleted') await this.deletions.handOver(command, call);
  }

  private async run(request: RevocationRequest, call: SignedIn): Promise<MemberWrite> {
    const begun = await this.beginIfAllowed(request, call);
    if ('member' in begun) return begun;
    // This is the first time that access is asked, so if it is not connected, nothing has happened there.
    const taken = await this.takeAway(begun, call, (error) => isRefusal(error) || error.is(serviceUnavailable));
    const answer = await this.commit(begun, taken, call);
    if (begun.status === 'deleted') await this.deletions.tryHandOver(begun, call);
    return answer;
  }

  /**
   * Withdrawing an invitation takes nothing away at access. So access is only asked whether the actor may act on the
   * member.
   */
  private async beginIfAllowed(
    request: RevocationRequest,
    call: SignedIn,
  ): Promise<MemberWrite | PendingCommandEntity> {
    const { accountId } = call;
    const begin = (mayWithdraw: boolean) =>
      this.database.inAccount(accountId, (manager) => this.begin(manager, request, mayWithdraw, call));
    const begun = await begin(false);
    if (begun !== 'withdraws') return begun;
    const command = { contract: CONTRACTS[request.status], input: inputOf(request), call };
    await this.ceiling.require(command, [request.memberId]);
    const allowed = await begin(true);
    if (allowed === 'withdraws') throw new Error('An invitation that may be withdrawn was not');
    return allowed;
  }

  private async begin(
    manager: EntityManager,
    request: RevocationRequest,
    mayWithdraw: boolean,
    call: SignedIn,
  ): Promise<MemberWrite | PendingCommandEntity | 'withdraws'> {
    const { accountId } = call;
    const { memberId, status } = request;
    const answer = await this.idempotency.find(manager, call, CONTRACTS[status], inputOf(request));
    if (answer) return answer;
    // Locks the invitation before the member, as accepting, withdrawing and expiring do. Another order could deadlock.
    const invitation = await lockPendingOf(manager, accountId, memberId);
    const { move, member } = await this.revocations.decide(manager, accountId, request);
    if (move === 'withdraw' && !mayWithdraw) return 'withdraws';
    if (move === 'withdraw') {
      if (!invitation) throw new Error('An invited member has an invitation that is not pending');
      return this.idempotency.run(manager, call, CONTRACTS[status], inputOf(request), () =>
        this.revocations.withdraw(manager, invitation, call),
      );
    }
    // A member who is being deleted has no access left, and access does not know them any more.
    if (member.deletingSince)
      return { member: await showMember(manager, member, await findAccount(manager, accountId)) };
    const command = commandOf(request, member, call);
    // If the member has lost this already, there is nothing to finish: access is only asked for the version.
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
      // If the answer was lost, access may have acted. The command stays, and access is asked again until it answers.
      if (error instanceof RosterError && isOver(error)) await this.forget(command);
      throw error;
    }
  }

  private async commit(command: PendingCommandEntity, taken: TakenAway, call: CallContext): Promise<MemberWrite> {
    const { accountId, id, memberId, status, successorId, billingContactId } = command;
    const named = { successorId: successorId ?? undefined, billingContactId: billingContactId ?? undefined };
    const input = inputOf({ memberId, ...named });
    return this.database.inAccount(accountId, async (manager) => {
      const answer = await this.idempotency.run(manager, call, CONTRACTS[status], input, async () => {
        const member = await this.revocations.complete(
          manager,
          { ...command, successorId: taken.successorId ?? null },
          call,
        );
        return {
          member: await showMember(manager, member, await findAccount(manager, accountId)),
          version: taken.version,
        };
      });
      // Deletes the command also if an earlier use of the key has answered, because that did the same. A deletion's
      // command stays until the records are handed over.
      if (status !== 'deleted') await manager.delete(PendingCommandEntity, { accountId, id });
      return answer;
    });
  }

  /** How much of an interrupted command is still to be done. */
  private remainingOf({ accountId, memberId, status }: PendingCommandEntity): Promise<'nothing' | 'records' | 'all'> {
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
  { memberId, status, successorId, billingContactId }: RevocationRequest,
  { revision }: MemberEntity,
  { accountId, actor, client, requestId }: SignedIn,
): PendingCommandEntity {
  const dueAt = new Date(Date.now() + TAKEN_OVER_AFTER);
  const named = { successorId: successorId ?? null, billingContactId: billingContactId ?? null };
  const asked = { memberId, status, ...named };
  return { accountId, id: uuidv7(), ...asked, revision, actor, client: originOf(client), requestId, dueAt };
}

/** Without what is a secret of the browser's. */
const originOf = (client: ClientOrigin | undefined): ClientOrigin | null =>
  client ? { address: client.address, ...(client.userAgent !== undefined && { userAgent: client.userAgent }) } : null;

const inputOf = ({ memberId, successorId, billingContactId }: Omit<RevocationRequest, 'status'>): DeleteMember => ({
  memberId,
  ...(successorId !== undefined && { reassignTo: successorId }),
  ...(billingContactId !== undefined && { billingContactId }),
});

/** Whether access has refused, so that nothing has happened there, neither now nor when it was asked before. */
const isRefusal = (error: RosterError): boolean =>
  ![serviceTimeout, serviceUnavailable, internal].some((kind) => error.is(kind));
