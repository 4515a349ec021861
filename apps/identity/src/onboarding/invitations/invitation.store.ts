import { Injectable } from '@nestjs/common';
import { invitationNotFound, invitationNotPending, RosterError } from '@roster/contracts';
import { In, MoreThan, Raw, type EntityManager, type FindOptionsWhere } from 'typeorm';
import { assertRate, HOUR } from '../../core/calls/rate.js';
import { IdentityConfig } from '../../core/config.js';
import type { MemberEntity } from '../../people/members/member.entity.js';
import { MemberErasure } from '../../people/members/member-erasure.js';
import { TokensService } from '../../core/tokens/tokens.service.js';
import { UserEntity } from '../../people/users/user.entity.js';
import { InvitationEntity } from './invitation.entity.js';
import { expiryOf } from './invitation.js';

/** Changes of invitations in the transactions of those who have a reason to. */
@Injectable()
export class InvitationStore {
  constructor(
    private readonly config: IdentityConfig,
    private readonly tokens: TokensService,
    private readonly erasure: MemberErasure,
  ) {}

  /** The invitation with a new link and a new term; the earlier link stops working. */
  resent(invitation: InvitationEntity, now: Date): InvitationEntity {
    const { MAILS_PER_HOUR, INVITATION_DAYS } = this.config;
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

  /**
   * Ends a pending invitation without the member having come in: he is deleted, and the event frees his seat. Resolves
   * with nothing where the invitation was not pending any more.
   */
  async close(
    manager: EntityManager,
    { accountId, id, memberId }: InvitationEntity,
    state: 'withdrawn' | 'expired',
    traceparent?: string,
  ): Promise<MemberEntity | undefined> {
    const closed = await manager.update(InvitationEntity, { accountId, id, state: 'pending' }, { state });
    if (closed.affected !== 1) return undefined;
    return this.erasure.erase(manager, { accountId, memberId }, traceparent);
  }
}

/** The invitation. Rejects with `invitation.not-found` or `.not-pending`. */
export async function findPending(manager: EntityManager, accountId: string, id: string): Promise<InvitationEntity> {
  return pending(await manager.findOneBy(InvitationEntity, { accountId, id }));
}

/** The same, its row held until the transaction ends. */
export async function lockPending(manager: EntityManager, accountId: string, id: string): Promise<InvitationEntity> {
  const lock = { mode: 'pessimistic_write' } as const;
  return pending(await manager.findOne(InvitationEntity, { where: { accountId, id }, lock }));
}

function pending(invitation: InvitationEntity | null): InvitationEntity {
  if (!invitation) throw new RosterError(invitationNotFound);
  if (invitation.state !== 'pending') throw new RosterError(invitationNotPending);
  return invitation;
}

/** The member's pending invitation, if he has one, its row held until the transaction ends. */
export const lockPendingOf = (
  manager: EntityManager,
  accountId: string,
  memberId: string,
): Promise<InvitationEntity | null> =>
  manager.findOne(InvitationEntity, {
    where: { accountId, memberId, state: 'pending' },
    lock: { mode: 'pessimistic_write' },
  });

/** Rejects with `rate.limited` where one of these addresses has had `limit` of the account's mails within the hour (S43). */
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
  const made = await madeHere(manager, { accountId, emails, since });
  for (const email of emails) {
    const mailed = invitations.filter((invitation) => invitation.email === email);
    const times = mailed.flatMap(({ createdAt, resentAt }) => [createdAt, ...resentAt]);
    const first = made.filter((user) => user.email === email).map(({ createdAt }) => createdAt);
    assertRate([...times, ...first], limit, now);
  }
}

/** Those of the addresses that became users by a form of this account: at the same instant as members, told by mail. */
const madeHere = (
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
