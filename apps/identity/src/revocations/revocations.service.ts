import { Injectable } from '@nestjs/common';
import {
  internal,
  memberRevoked,
  RosterError,
  serviceTimeout,
  type CallContext,
  type MemberId,
  type MemberWrite,
} from '@roster/contracts';
import { Database, Outbox, signedIn, type SignedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AccessClient } from '../access/access.client.js';
import { findAccount } from '../accounts/accounts.service.js';
import { InvitationEntity } from '../invitations/invitation.entity.js';
import { InvitationStore } from '../invitations/invitation.store.js';
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
    private readonly invitations: InvitationStore,
    private readonly outbox: Outbox,
    private readonly sessions: SessionStore,
  ) {}

  /** Revoking somebody who is revoked changes nothing; an invited member's invitation is withdrawn. */
  async revoke({ memberId }: MemberId, context: CallContext): Promise<MemberWrite> {
    const call = signedIn(context);
    const begun = await this.begin(memberId, call);
    if ('member' in begun) return begun;
    return this.finish(begun, call);
  }

  /** Asks access, and commits what it has done. Rejects where it did not, or where nobody can tell. */
  async finish(command: PendingCommandEntity, call: CallContext): Promise<MemberWrite> {
    const version = await this.takeAway(command, call);
    return { ...(await this.commit(command, call)), version };
  }

  private begin(memberId: string, call: SignedIn): Promise<MemberWrite | PendingCommandEntity> {
    const { accountId, actor, requestId } = call;
    return this.database.inAccount(accountId, async (manager) => {
      const account = await findAccount(manager, accountId);
      const member = await lockMember(manager, { accountId, memberId }, 'write');
      const revocation = revocationOf(member, account);
      if (revocation === 'none') return { member: await showMember(manager, member, account) };
      if (revocation === 'withdraw') return this.withdraw(manager, { accountId, memberId }, call);
      const dueAt = new Date(Date.now() + TAKEN_OVER_AFTER);
      const { revision } = member;
      const command: PendingCommandEntity = { accountId, id: uuidv7(), memberId, revision, actor, requestId, dueAt };
      await manager.insert(PendingCommandEntity, command);
      return command;
    });
  }

  private async withdraw(
    manager: EntityManager,
    { accountId, memberId }: { accountId: string; memberId: string },
    { traceparent }: CallContext,
  ): Promise<MemberWrite> {
    const invitation = await manager.findOneByOrFail(InvitationEntity, { accountId, memberId });
    const member = await this.invitations.close(manager, invitation, 'withdrawn', traceparent);
    if (!member) throw new Error('An invited member has an invitation that is not pending');
    return { member: await showMember(manager, member, await findAccount(manager, accountId)) };
  }

  private async takeAway(command: PendingCommandEntity, call: CallContext): Promise<number> {
    try {
      const { memberId, revision } = command;
      return await this.access.takeAway({ memberId, status: 'revoked', revision }, call);
    } catch (error) {
      // Lost on the way, it may have happened: the command stays, and is asked again until somebody knows.
      if (isRefusal(error)) await this.forget(command);
      throw error;
    }
  }

  private async commit(
    { accountId, id, memberId }: PendingCommandEntity,
    { traceparent }: CallContext,
  ): Promise<MemberWrite> {
    return this.database.inAccount(accountId, async (manager) => {
      const account = await findAccount(manager, accountId);
      let member = await lockMember(manager, { accountId, memberId }, 'write');
      if (member.status !== 'revoked') {
        member = await changeMember(manager, member, { status: 'revoked' });
        await this.outbox.record(manager, memberRevoked, {
          accountId,
          subject: memberId,
          data: memberChange(account, member),
          ...(traceparent && { traceparent }),
        });
      }
      await this.sessions.end(manager, { accountId, memberId });
      await manager.delete(PendingCommandEntity, { accountId, id });
      return { member: await showMember(manager, member, account) };
    });
  }

  private forget({ accountId, id }: PendingCommandEntity): Promise<unknown> {
    return this.database.inAccount(accountId, (manager) => manager.delete(PendingCommandEntity, { accountId, id }));
  }
}

/** Whether access has said, or could not be asked at all, so that nothing has happened there. */
const isRefusal = (error: unknown): error is RosterError =>
  error instanceof RosterError && !error.is(serviceTimeout) && !error.is(internal);
