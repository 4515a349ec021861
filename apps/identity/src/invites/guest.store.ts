import { Injectable } from '@nestjs/common';
import { memberInvited, type InvitedMembers, type MemberStatus, type RoleReference } from '@roster/contracts';
import { Outbox, type SignedIn } from '@roster/service-kit';
import { In, Not, type EntityManager } from 'typeorm';
import { findAccount } from '../accounts/accounts.service.js';
import { IdentityConfig } from '../config.js';
import { normaliseEmail } from '../emails/email.js';
import { MemberRolesEntity } from '../member-roles/member-roles.entity.js';
import { MemberEntity } from '../members/member.entity.js';
import { memberChange } from '../members/member.js';
import { TokensService } from '../tokens/tokens.service.js';
import { InvitationEntity } from '../invitations/invitation.entity.js';
import { expiryOf, inviteable, noticeOf } from '../invitations/invitation.js';
import { assertMailsAllowed } from '../invitations/invitation.store.js';

/** One address that is being invited. The member's id is also the key of his seat. */
export interface Guest {
  readonly email: string;
  readonly memberId: string;
  readonly invitationId: string;
}

type Held = Exclude<MemberStatus, 'deleted'>;

/** Those who are being invited, in the transactions of the saga. */
@Injectable()
export class GuestStore {
  constructor(
    private readonly config: IdentityConfig,
    private readonly outbox: Outbox,
    private readonly tokens: TokensService,
  ) {}

  /** The addresses in their one spelling. Rejects with `invitation.rejected`, or `rate.limited` (S43). */
  async checked(manager: EntityManager, accountId: string, typed: string[]): Promise<string[]> {
    const spelt = typed.map(normaliseEmail).filter((email) => email !== undefined);
    const where = { accountId, email: In(spelt), status: Not('deleted' as const) };
    const held = await manager.find(MemberEntity, { select: { email: true, status: true }, where });
    const emails = inviteable(typed, new Map(held.map(({ email, status }) => [email, status as Held])));
    await assertMailsAllowed(manager, { accountId, emails, limit: this.config.MAILS_PER_HOUR });
    return emails;
  }

  /** Makes their members and invitations, and tells of each. */
  async add(
    manager: EntityManager,
    guests: Guest[],
    roles: RoleReference[],
    { accountId, actor, traceparent }: SignedIn,
  ): Promise<InvitedMembers> {
    const account = await findAccount(manager, accountId);
    const inviter = await manager.findOneBy(MemberEntity, { accountId, id: actor.memberId });
    const invitedBy = inviter ? `${inviter.firstName} ${inviter.lastName}` : account.name;
    const createdAt = new Date();
    const inviterId = actor.memberId;
    const common = { accountId, roles, inviterId, invitedBy, createdAt };
    const rows = guests.map((guest) => this.rowsOf(guest, common));
    await manager.insert(
      MemberEntity,
      rows.map(({ member }) => member),
    );
    await manager.insert(
      MemberRolesEntity,
      rows.map(({ held }) => held),
    );
    await manager.insert(
      InvitationEntity,
      rows.map(({ invitation }) => invitation),
    );
    for (const { member, invitation } of rows) {
      const data = { ...memberChange(account, member), invitation: noticeOf(invitation) };
      await this.outbox.record(manager, memberInvited, {
        accountId,
        subject: member.id,
        data,
        traceparent,
      });
    }
    return {
      invitations: rows.map(({ invitation: { id, memberId, email, expiresAt } }) => ({
        id,
        memberId,
        email,
        expiresAt: expiresAt.toISOString(),
      })),
    };
  }

  private rowsOf(
    { email, memberId, invitationId }: Guest,
    common: { accountId: string; roles: RoleReference[]; inviterId: string; invitedBy: string; createdAt: Date },
  ): { member: MemberEntity; held: MemberRolesEntity; invitation: InvitationEntity } {
    const { accountId, roles, inviterId, invitedBy, createdAt } = common;
    const roleIds = roles.map(({ id }) => id);
    return {
      member: {
        accountId,
        id: memberId,
        userId: null,
        email,
        firstName: '',
        lastName: '',
        status: 'invited',
        roleIds,
        revision: 1,
        createdAt,
        lastActiveAt: null,
      },
      held: { accountId, memberId, roleIds, roles, version: 0 },
      invitation: {
        accountId,
        id: invitationId,
        memberId,
        email,
        state: 'pending',
        tokenHash: this.tokens.hashOf({ purpose: 'invitation', id: invitationId, generation: 1 }),
        generation: 1,
        inviterId,
        invitedBy,
        resentAt: [],
        expiresAt: expiryOf(createdAt, this.config.INVITATION_DAYS),
        createdAt,
      },
    };
  }
}
