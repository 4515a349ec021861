import { Injectable } from '@nestjs/common';
import {
  internal,
  memberRevoked,
  revokeMember,
  RosterError,
  serviceTimeout,
  serviceUnavailable,
  type CallContext,
  type Member,
  type MemberId,
  type MemberWrite,
} from '@roster/contracts';
import { Database, Idempotency, Outbox, signedIn, type SignedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AccessClient } from '../access/access.client.js';
import { findAccount } from '../accounts/accounts.service.js';
import type { InvitationEntity } from '../invitations/invitation.entity.js';
import { InvitationStore, lockPendingOf } from '../invitations/invitation.store.js';
import { memberChange, revocationOf } from '../members/member.js';
import { changeMember, lockMember, showMember } from '../members/members.store.js';
import { SessionStore } from '../sessions/session.store.js';
import { PendingCommandEntity } from './pending-command.entity.js';

/** Milliseconds after which a command that has begun counts as given up by who began it. */
export const TAKEN_OVER_AFTER = 10_000;

/**
 * Takes a member's access away: first at access, then here (`decisions.md` 2). What has begun is written down before,
 * so that it is finished even by another process.
 */
@Injectable()
export class RevocationsService {
  constructor(
    private readonly access: AccessClient,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly invitations: InvitationStore,
    private readonly outbox: Outbox,
    private readonly sessions: SessionStore,
  ) {}

  /** Revoking somebody who is revoked changes nothing; an invited member's invitation is withdrawn. */
  async revoke(input: MemberId, context: CallContext): Promise<MemberWrite> {
    const call = signedIn(context);
    const begun = await this.begin(input, call);
    if ('member' in begun) return begun;
    // Nobody has asked before: what cannot be asked now has not happened.
    const version = await this.takeAway(begun, call, (error) => isRefusal(error) || error.is(serviceUnavailable));
    return this.commit(begun, version, call);
  }

  /** Asks access again, and commits what it has done. Rejects where it did not, or where nobody can tell. */
  async finish(command: PendingCommandEntity, call: CallContext): Promise<MemberWrite> {
    const version = await this.takeAway(command, call, isRefusal);
    return this.commit(command, version, call);
  }

  private begin(input: MemberId, call: SignedIn): Promise<MemberWrite | PendingCommandEntity> {
    const { accountId, actor, requestId } = call;
    const { memberId } = input;
    return this.database.inAccount(accountId, async (manager) => {
      const answer = await this.idempotency.find(manager, call, revokeMember, input);
      if (answer) return answer;
      // The invitation before the member, as whoever accepts, withdraws or expires it does.
      const invitation = await lockPendingOf(manager, accountId, memberId);
      const member = await lockMember(manager, { accountId, memberId }, 'write');
      // After the lock, for which a transfer to this member may have had to end: he may own the account by now.
      const account = await findAccount(manager, accountId);
      const revocation = revocationOf(member, account);
      if (revocation === 'withdraw') {
        if (!invitation) throw new Error('An invited member has an invitation that is not pending');
        return this.idempotency.run(manager, call, revokeMember, input, () => this.withdraw(manager, invitation, call));
      }
      const dueAt = new Date(Date.now() + TAKEN_OVER_AFTER);
      const { revision } = member;
      const command: PendingCommandEntity = { accountId, id: uuidv7(), memberId, revision, actor, requestId, dueAt };
      // Who is revoked already needs nobody to finish it: access is only asked since when.
      if (revocation === 'take-away') await manager.insert(PendingCommandEntity, command);
      return command;
    });
  }

  private async withdraw(
    manager: EntityManager,
    invitation: InvitationEntity,
    { traceparent }: CallContext,
  ): Promise<MemberWrite> {
    const member = await this.invitations.close(manager, invitation, 'withdrawn', traceparent);
    if (!member) throw new Error('A pending invitation was closed while its row was held');
    return { member: await showMember(manager, member, await findAccount(manager, invitation.accountId)) };
  }

  private async takeAway(
    command: PendingCommandEntity,
    call: CallContext,
    isOver: (error: RosterError) => boolean,
  ): Promise<number> {
    try {
      const { memberId, revision } = command;
      return await this.access.takeAway({ memberId, status: 'revoked', revision }, call);
    } catch (error) {
      // Lost on the way, it may have happened: the command stays, and is asked again until somebody knows.
      if (error instanceof RosterError && isOver(error)) await this.forget(command);
      throw error;
    }
  }

  private async commit(command: PendingCommandEntity, version: number, call: CallContext): Promise<MemberWrite> {
    const { accountId, id, memberId } = command;
    return this.database.inAccount(accountId, async (manager) => {
      const answer = await this.idempotency.run(manager, call, revokeMember, { memberId }, async () => ({
        member: await this.markRevoked(manager, command, call),
        version,
      }));
      // Also where another use of the same key has answered: this command is done by that.
      await manager.delete(PendingCommandEntity, { accountId, id });
      return answer;
    });
  }

  private async markRevoked(
    manager: EntityManager,
    { accountId, memberId }: PendingCommandEntity,
    { traceparent }: CallContext,
  ): Promise<Member> {
    const account = await findAccount(manager, accountId);
    let member = await lockMember(manager, { accountId, memberId }, 'write');
    if (member.status !== 'revoked') {
      member = await changeMember(manager, member, { status: 'revoked' });
      await this.outbox.record(manager, memberRevoked, {
        accountId,
        subject: memberId,
        data: memberChange(account, member),
        traceparent,
      });
    }
    await this.sessions.end(manager, { accountId, memberId });
    return showMember(manager, member, account);
  }

  private forget({ accountId, id }: PendingCommandEntity): Promise<unknown> {
    return this.database.inAccount(accountId, (manager) => manager.delete(PendingCommandEntity, { accountId, id }));
  }
}

/** Whether access has said no, so that nothing has happened there, now or when it was asked before. */
const isRefusal = (error: RosterError): boolean =>
  ![serviceTimeout, serviceUnavailable, internal].some((kind) => error.is(kind));
