import { Injectable } from '@nestjs/common';
import {
  normaliseEmail,
  memberInvited,
  type AssignableRoles,
  type InvitedMembers,
  type MemberStatus,
} from '@roster/contracts';
import { Outbox, type SignedIn } from '@roster/service-kit';
import { In, Not, type EntityManager } from 'typeorm';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { memberAct } from '../../core/acts.js';
import { LimitsConfig } from '../../core/limits/limits.config.js';
import { DAY } from '../../core/calls/rate.js';
import { InvitationsConfig } from './invitations.config.js';
import type { AccountEntity } from '../../people/accounts/account.entity.js';
import { showPromised } from '../../people/member-labels/member-labels.js';
import { findSender } from '../../people/member-profiles/sender.store.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { fullName, memberChange, newMember } from '../../people/members/member.js';
import { TokensService } from '../../core/tokens/tokens.service.js';
import { InvitationEntity } from './invitation.entity.js';
import { invitationPart, inviteable, noticeOf } from './invitation.js';
import { assertMailsAllowed } from './invitation.store.js';

/** An address that is being invited. The member's id is also the key of their seat. */
export interface Invitee {
  readonly email: string;
  readonly memberId: string;
  readonly invitationId: string;
  /** The key of their agent seat. Null without agent access. */
  readonly agentSeatKey: string | null;
  /** What an administrator's form says about them. */
  readonly form?: Pick<MemberEntity, 'firstName' | 'lastName' | 'emailFromName' | 'replyTo' | 'grants' | 'managerId'>;
}

/** What all invitees of one request share. */
type SharedFields = Pick<MemberEntity, 'accountId' | 'roleIds' | 'teamIds' | 'createdAt'> &
  Pick<InvitationEntity, 'inviterId' | 'invitedBy'>;

type PresentStatus = Exclude<MemberStatus, 'deleted'>;

/** Creates invited members, in the caller's transaction. */
@Injectable()
export class InviteeStore {
  constructor(
    private readonly config: InvitationsConfig,
    private readonly limits: LimitsConfig,
    private readonly outbox: Outbox,
    private readonly tokens: TokensService,
  ) {}

  /** The addresses, normalised. Rejects with `invitation.rejected`, or `rate.limited` (S43). */
  async checked(manager: EntityManager, accountId: string, typed: string[]): Promise<string[]> {
    const emails = inviteable(typed, await this.holders(manager, accountId, typed));
    await assertMailsAllowed(manager, { accountId, emails, limit: this.limits.MAILS_PER_HOUR });
    return emails;
  }

  /** Who of the account has these addresses, and what they are in it. */
  async holders(manager: EntityManager, accountId: string, typed: string[]): Promise<Map<string, PresentStatus>> {
    const spelt = typed.map(normaliseEmail).filter((email) => email !== undefined);
    const where = { accountId, email: In(spelt), status: Not('deleted' as const) };
    const held = await manager.find(MemberEntity, { select: { email: true, status: true }, where });
    return new Map(held.map(({ email, status }) => [email, status as PresentStatus]));
  }

  /** Creates their members and invitations, and records an event for each. */
  async add(
    manager: EntityManager,
    invitees: Invitee[],
    { roles, teams }: Required<AssignableRoles>,
    call: SignedIn,
  ): Promise<InvitedMembers> {
    const { accountId, actor, traceparent } = call;
    const account = await findAccount(manager, accountId);
    const invitedBy = await nameOf(manager, account, actor.memberId);
    const createdAt = new Date();
    const inviterId = actor.memberId;
    const roleIds = roles.map(({ id }) => id);
    const teamIds = teams.map(({ id }) => id);
    const common = { accountId, roleIds, teamIds, inviterId, invitedBy, createdAt };
    const rows = invitees.map((invitee) => this.rowsOf(invitee, common));
    await manager.insert(
      MemberEntity,
      rows.map(({ member }) => member),
    );
    await showPromised(manager, { accountId, memberIds: invitees.map(({ memberId }) => memberId), roles, teams });
    await manager.insert(
      InvitationEntity,
      rows.map(({ invitation }) => invitation),
    );
    const sender = await findSender(manager, account, inviterId);
    for (const { member, invitation } of rows) {
      const given = { id: invitation.id, roleIds, teamIds, agentAccess: member.agentAccess };
      const act = memberAct(member.id, 'member.invited', call, { parts: invitationPart(null, given) });
      const data = { ...memberChange(account, member, act), invitation: noticeOf(invitation, sender) };
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
    { email, memberId, invitationId, agentSeatKey, form }: Invitee,
    common: SharedFields,
  ): { member: MemberEntity; invitation: InvitationEntity } {
    const { accountId, roleIds, teamIds, inviterId, invitedBy, createdAt } = common;
    const agent = { agentAccess: agentSeatKey !== null, agentSeatKey };
    return {
      member: newMember({ accountId, id: memberId, email, roleIds, teamIds, createdAt, ...agent, ...form }),
      invitation: {
        accountId,
        id: invitationId,
        memberId,
        email,
        state: 'pending',
        generation: 1,
        ...this.tokens.stored(
          { purpose: 'invitation', id: invitationId, generation: 1 },
          this.config.INVITATION_DAYS * DAY,
        ),
        inviterId,
        resenderId: null,
        resentVersion: null,
        agentAccess: agent.agentAccess,
        invitedBy,
        resentAt: [],
        createdAt,
      },
    };
  }
}

/** The name that a mail about an invitation gives for this member; the account's where they are not there. */
export async function nameOf(
  manager: EntityManager,
  { id: accountId, name }: AccountEntity,
  memberId: string,
): Promise<string> {
  const member = await manager.findOneBy(MemberEntity, { accountId, id: memberId });
  return member ? fullName(member) : name;
}
