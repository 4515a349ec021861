import { Injectable } from '@nestjs/common';
import { invitationNotFound, invitationNotPending, RosterError, type CallContext } from '@roster/contracts';
import { In, MoreThan, Raw, type EntityManager, type FindOptionsWhere } from 'typeorm';
import { assertRate, DAY, HOUR } from '../../core/calls/rate.js';
import { memberAct } from '../../core/acts.js';
import { LimitsConfig } from '../../core/limits/limits.config.js';
import { InvitationsConfig } from './invitations.config.js';
import type { MemberEntity } from '../../people/members/member.entity.js';
import { MemberErasure } from '../../people/members/member-erasure.js';
import { TokensService } from '../../core/tokens/tokens.service.js';
import { UserEntity } from '../../people/users/user.entity.js';
import { InvitationEntity } from './invitation.entity.js';
import { invitationPart } from './invitation.js';

/** Changes invitations, in the caller's transaction. */
@Injectable()
export class InvitationStore {
  constructor(
    private readonly config: InvitationsConfig,
    private readonly limits: LimitsConfig,
    private readonly tokens: TokensService,
    private readonly erasure: MemberErasure,
  ) {}

  /** Rejects with `rate.limited` if the address has got too many mails from the account (S43). */
  requireMailable(manager: EntityManager, { accountId, email }: InvitationEntity): Promise<void> {
    return assertMailsAllowed(manager, { accountId, emails: [email], limit: this.limits.MAILS_PER_HOUR });
  }

  /** The invitation with a new link and a new expiry. The earlier link stops working. */
  resent(invitation: InvitationEntity, now: Date): InvitationEntity {
    const { INVITATION_DAYS } = this.config;
    const { id } = invitation;
    const generation = invitation.generation + 1;
    return {
      ...invitation,
      generation,
      ...this.tokens.stored({ purpose: 'invitation', id, generation }, INVITATION_DAYS * DAY),
      resentAt: [...invitation.resentAt, now].slice(-this.limits.MAILS_PER_HOUR),
    };
  }

  /**
   * Ends a pending invitation that was not accepted. The member is deleted, and the event frees their seat. Resolves
   * with undefined if the invitation was not pending any more.
   */
  async close(
    manager: EntityManager,
    { accountId, id, memberId }: InvitationEntity,
    state: 'withdrawn' | 'expired',
    call: Partial<CallContext> = {},
  ): Promise<MemberEntity | undefined> {
    const closed = await manager.update(InvitationEntity, { accountId, id, state: 'pending' }, { state });
    if (closed.affected !== 1) return undefined;
    const parts = invitationPart({ id, state: 'pending' }, { id, state });
    const act = memberAct(memberId, `invitation.${state}`, call, { parts });
    return this.erasure.erase(manager, { accountId, memberId }, { act, traceparent: call.traceparent });
  }
}

/** The invitation. Rejects with `invitation.not-found` or `.not-pending`. */
export async function findPending(manager: EntityManager, accountId: string, id: string): Promise<InvitationEntity> {
  return pending(await manager.findOneBy(InvitationEntity, { accountId, id }));
}

/** The same, with the row locked until the transaction ends. */
export async function lockPending(manager: EntityManager, accountId: string, id: string): Promise<InvitationEntity> {
  const lock = { mode: 'pessimistic_write' } as const;
  return pending(await manager.findOne(InvitationEntity, { where: { accountId, id }, lock }));
}

function pending(invitation: InvitationEntity | null): InvitationEntity {
  if (!invitation) throw new RosterError(invitationNotFound);
  if (invitation.state !== 'pending') throw new RosterError(invitationNotPending);
  return invitation;
}

/** The member's pending invitation, if there is one, with the row locked until the transaction ends. */
export const lockPendingOf = (
  manager: EntityManager,
  accountId: string,
  memberId: string,
): Promise<InvitationEntity | null> =>
  manager.findOne(InvitationEntity, {
    where: { accountId, memberId, state: 'pending' },
    lock: { mode: 'pessimistic_write' },
  });

/**
 * Rejects with `rate.limited` if one of these addresses has got `limit` mails from this account within the last hour
 * (S43).
 */
export async function assertMailsAllowed(
  manager: EntityManager,
  { accountId, emails, limit }: { accountId: string; emails: string[]; limit: number },
): Promise<void> {
  const now = new Date();
  const since = new Date(now.getTime() - HOUR);
  const to = { accountId, email: In(emails) };
  const where: FindOptionsWhere<InvitationEntity>[] = [
    { ...to, createdAt: MoreThan(since) },
    { ...to, resentAt: Raw((column) => `:since < any(${column})`, { since }) },
  ];
  const invitations = await manager.findBy(InvitationEntity, where);
  const made = await createdByForm(manager, { accountId, emails, since });
  for (const email of emails) {
    const mailed = invitations.filter((invitation) => invitation.email === email);
    const times = mailed.flatMap(({ createdAt, resentAt }) => [createdAt, ...resentAt]);
    const first = made.filter((user) => user.email === email).map(({ createdAt }) => createdAt);
    assertRate([...times, ...first], limit, now);
  }
}

/**
 * Users created through this account's form. They got a mail when they were created, so they count against the limit
 * too. They are recognised by their time: the form creates user and member at the same instant.
 */
const createdByForm = (
  manager: EntityManager,
  { accountId, emails, since }: { accountId: string; emails: string[]; since: Date },
): Promise<UserEntity[]> =>
  manager
    .createQueryBuilder(UserEntity, 'u')
    .where('u.email = any(:emails) and u.created_at > :since', { emails, since })
    .andWhere('exists (select from members m where m.account_id = :accountId and m.created_at = u.created_at)', {
      accountId,
    })
    .getMany();
