import { Injectable } from '@nestjs/common';
import {
  invitationNotPending,
  invitationResent,
  RosterError,
  type CallContext,
  type Invitation,
  type InvitationId,
  type InvitationKeys,
  type InvitationPage,
  type KnownInvitations,
  type Nothing,
  type PageQuery,
} from '@roster/contracts';
import { answerOf, Database, Outbox, pageOf, signedIn } from '@roster/service-kit';
import { In, LessThan } from 'typeorm';
import { findAccount } from '../accounts/accounts.service.js';
import { assertRate } from '../calls/rate.js';
import { IdentityConfig } from '../config.js';
import { MemberEntity } from '../members/member.entity.js';
import { memberChange } from '../members/member.js';
import { findMember } from '../members/members.store.js';
import { TokensService } from '../tokens/tokens.service.js';
import { InvitationEntity } from './invitation.entity.js';
import { expiryOf, isOpen, noticeOf, toInvitation } from './invitation.js';
import { InvitationStore, lockPending } from './invitation.store.js';

@Injectable()
export class InvitationsService {
  constructor(
    private readonly config: IdentityConfig,
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly store: InvitationStore,
    private readonly tokens: TokensService,
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

  /** A new generation of the link with a new term. Rejects with `rate.limited` for one who asks too often (S43). */
  resend({ invitationId }: InvitationId, call: CallContext): Promise<Invitation> {
    const { accountId, traceparent } = signedIn(call);
    return this.database.inAccount(accountId, async (manager) => {
      const next = this.resent(await lockPending(manager, accountId, invitationId), new Date());
      await manager.update(InvitationEntity, { accountId, id: next.id }, next);
      const member = await findMember(manager, { accountId, memberId: next.memberId });
      const data = { ...memberChange(await findAccount(manager, accountId), member), invitation: noticeOf(next) };
      await this.outbox.record(manager, invitationResent, {
        accountId,
        subject: next.id,
        data,
        ...(traceparent && { traceparent }),
      });
      return toInvitation(next);
    });
  }

  withdraw({ invitationId }: InvitationId, call: CallContext): Promise<Nothing> {
    const { accountId, traceparent } = signedIn(call);
    return this.database.inAccount(accountId, async (manager) => {
      const invitation = await lockPending(manager, accountId, invitationId);
      await this.store.close(manager, invitation, 'withdrawn', traceparent);
      return {};
    });
  }

  /** Which of these members were ever committed, whatever has become of them. */
  exists({ accountId, memberIds }: InvitationKeys): Promise<KnownInvitations> {
    return this.database.inAccount(accountId, async (manager) => {
      const members = await manager.find(MemberEntity, {
        select: { accountId: true, id: true },
        where: { accountId, id: In(memberIds) },
      });
      return { memberIds: members.map(({ id }) => id) };
    });
  }

  private resent(invitation: InvitationEntity, now: Date): InvitationEntity {
    // The sweep has not come by yet, but the term is over: the seat is about to be free.
    if (!isOpen(invitation, now)) throw new RosterError(invitationNotPending);
    const { MAILS_PER_HOUR, INVITATION_DAYS } = this.config;
    assertRate(invitation.resentAt, MAILS_PER_HOUR, now);
    const { id } = invitation;
    const generation = invitation.generation + 1;
    return {
      ...invitation,
      generation,
      tokenHash: this.tokens.hashOf({ purpose: 'invitation', id, generation }),
      resentAt: [...invitation.resentAt, now].slice(-MAILS_PER_HOUR),
      expiresAt: expiryOf(now, INVITATION_DAYS),
    };
  }
}
