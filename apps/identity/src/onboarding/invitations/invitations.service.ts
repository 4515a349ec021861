import { Injectable } from '@nestjs/common';
import {
  invitationNotPending,
  invitationResent,
  resendInvitation,
  RosterError,
  withdrawInvitation,
  type CallContext,
  type Invitation,
  type InvitationId,
  type InvitationKeys,
  type InvitationPage,
  type KnownInvitations,
  type Nothing,
  type PageQuery,
} from '@roster/contracts';
import { answerOf, Database, Idempotency, Outbox, pageOf, signedIn, type SignedIn } from '@roster/service-kit';
import { In, LessThan, type EntityManager } from 'typeorm';
import { Ceiling } from '../../people/ceiling.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { recordAct } from '../../core/acts.js';
import { IdentityConfig } from '../../core/config.js';
import { findSender } from '../../people/member-profiles/sender.store.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { memberChange } from '../../people/members/member.js';
import { findMember } from '../../people/members/members.store.js';
import { InvitationEntity } from './invitation.entity.js';
import { invitationPart, isOpen, noticeOf, toInvitation } from './invitation.js';
import { assertMailsAllowed, findPending, InvitationStore, lockPending } from './invitation.store.js';

@Injectable()
export class InvitationsService {
  constructor(
    private readonly ceiling: Ceiling,
    private readonly config: IdentityConfig,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox,
    private readonly store: InvitationStore,
  ) {}

  /** The latest first. */
  list(query: PageQuery, call: CallContext): Promise<InvitationPage> {
    const { accountId } = signedIn(call);
    const page = pageOf(query);
    return this.database.inAccount(accountId, async (manager) => {
      const rows = await manager.find(InvitationEntity, {
        where: { accountId, ...(page.after && { id: LessThan(page.after) }) },
        order: { id: 'desc' },
        take: page.limit + 1,
      });
      return answerOf(page, rows, toInvitation);
    });
  }

  /** Gives the invitation a new link and a new expiry. Rejects with `rate.limited` if it was mailed too often (S43). */
  async resend(input: InvitationId, context: CallContext): Promise<Invitation> {
    const call = signedIn(context);
    await this.ceiling.require({ contract: resendInvitation, input, call }, inviteeOf(input, call));
    return this.database.inAccount(call.accountId, (manager) =>
      this.idempotency.run(manager, call, resendInvitation, input, () => this.mailAgain(manager, input, call)),
    );
  }

  async withdraw(input: InvitationId, context: CallContext): Promise<Nothing> {
    const call = signedIn(context);
    const { accountId } = call;
    await this.ceiling.require({ contract: withdrawInvitation, input, call }, inviteeOf(input, call));
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, withdrawInvitation, input, async () => {
        const invitation = await lockPending(manager, accountId, input.invitationId);
        await this.store.close(manager, invitation, 'withdrawn', call);
        return {};
      }),
    );
  }

  /** Those of these members who were ever committed, whatever has happened to them since. */
  exists({ accountId, memberIds }: InvitationKeys): Promise<KnownInvitations> {
    return this.database.inAccount(accountId, async (manager) => {
      const members = await manager.find(MemberEntity, {
        select: { accountId: true, id: true, seatKey: true, agentSeatKey: true },
        where: [
          { accountId, id: In(memberIds) },
          { accountId, seatKey: In(memberIds) },
          { accountId, agentSeatKey: In(memberIds) },
        ],
      });
      const known = new Set(members.flatMap(({ id, seatKey, agentSeatKey }) => [id, seatKey, agentSeatKey]));
      return { memberIds: memberIds.filter((key) => known.has(key)) };
    });
  }

  private async mailAgain(manager: EntityManager, { invitationId }: InvitationId, call: SignedIn): Promise<Invitation> {
    const { accountId, traceparent } = call;
    const invitation = await lockPending(manager, accountId, invitationId);
    const now = new Date();
    // The invitation has expired but was not deleted yet. Its seat is about to be freed.
    if (!isOpen(invitation, now)) throw new RosterError(invitationNotPending);
    const limit = this.config.MAILS_PER_HOUR;
    await assertMailsAllowed(manager, { accountId, emails: [invitation.email], limit });
    const next = this.store.resent(invitation, now);
    await manager.update(InvitationEntity, { accountId, id: next.id }, next);
    const member = await findMember(manager, { accountId, memberId: next.memberId });
    const account = await findAccount(manager, accountId);
    const sender = await findSender(manager, account, next.inviterId);
    const data = { ...memberChange(account, member), invitation: noticeOf(next, sender) };
    await this.outbox.record(manager, invitationResent, {
      accountId,
      subject: next.id,
      data,
      traceparent,
    });
    const before = { id: next.id, expiresAt: invitation.expiresAt, resends: invitation.generation - 1 };
    const after = { id: next.id, expiresAt: next.expiresAt, resends: next.generation - 1 };
    const target = { type: 'member', id: next.memberId };
    const parts = invitationPart(before, after);
    await recordAct(manager, accountId, { action: 'invitation.resent', target, parts }, call);
    return toInvitation(next);
  }
}

/** The invited member. Their promised roles are compared with the actor's. */
const inviteeOf =
  ({ invitationId }: InvitationId, { accountId }: SignedIn) =>
  async (manager: EntityManager): Promise<string[]> => [(await findPending(manager, accountId, invitationId)).memberId];
