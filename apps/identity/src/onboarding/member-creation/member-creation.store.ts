import { Inject, Injectable } from '@nestjs/common';
import {
  agentAccessNotAllowed,
  normaliseEmail,
  memberActivated,
  memberDeactivated,
  RosterError,
  userAlreadyMember,
  type AssignableRoles,
  type CallContext,
  type CreateMember,
  type Envelope,
  type GrantValue,
  type Member,
  type MemberChange,
  type PresetSet,
} from '@roster/contracts';
import { invalid, Outbox, PRESETS, type SignedIn } from '@roster/service-kit';
import { Not, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { AccountEntity } from '../../people/accounts/account.entity.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { presetOf } from '../../people/accounts/preset-of.js';
import { memberAct } from '../../core/acts.js';
import { LimitsConfig } from '../../core/limits/limits.config.js';
import { assertMailsAllowed } from '../invitations/invitation.store.js';
import { InviteeStore } from '../invitations/invitee.store.js';
import { Mails } from '../../people/mails/mails.js';
import { showPromised } from '../../people/member-labels/member-labels.js';
import { findSender } from '../../people/member-profiles/sender.store.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { fullName, memberChange, newMember } from '../../people/members/member.js';
import { findMember, showMember } from '../../people/members/members.store.js';
import { assertStrong } from '../../credentials/passwords/password.js';
import { CredentialEntity } from '../../people/users/credential.entity.js';
import type { UserEntity } from '../../people/users/user.entity.js';
import { createUser } from '../../people/users/user.store.js';
import { requireForm } from './provisioning.js';

/** What the form says, normalised, with the password hashed. The member's id is also the key of their seat. */
export interface Newcomer extends Pick<CreateMember, 'firstName' | 'lastName' | 'active'> {
  readonly memberId: string;
  readonly email: string;
  readonly emailFromName: string | null;
  readonly replyTo: string | null;
  readonly grants: Record<string, GrantValue> | null;
  readonly managerId: string | null;
  /** The key of their agent seat. Null without agent access. */
  readonly agentSeatKey: string | null;
  readonly passwordHash: string | undefined;
}

/** Without an envelope the member is invited, and the invitation's event reports them. */
export interface Added {
  readonly member: Member;
  readonly envelope?: Envelope<MemberChange>;
}

/** Members whom an administrator creates with a form: the checks, and the rows. */
@Injectable()
export class MemberCreationStore {
  constructor(
    private readonly config: LimitsConfig,
    private readonly invitees: InviteeStore,
    private readonly mails: Mails,
    private readonly outbox: Outbox,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  /**
   * Checks what the DTO cannot: the product's way of creating members, the address, the password, and the limit of
   * mails.
   */
  async checked(
    manager: EntityManager,
    accountId: string,
    input: CreateMember,
  ): Promise<{ account: AccountEntity; email: string }> {
    const account = await findAccount(manager, accountId);
    const { name, preset, secondFactorRequired } = account;
    requireForm(presetOf(this.presets, account), input);
    if (input.agentAccess && !presetOf(this.presets, account).features.agentAccess) {
      throw new RosterError(agentAccessNotAllowed);
    }
    const email = normaliseEmail(input.email);
    if (email === undefined) throw invalid({ path: 'email', message: 'is not an e-mail address' });
    if (input.password !== undefined) {
      assertStrong(input.password, 'password', { email, names: [name, preset], secondFactorRequired });
    }
    const held = await manager.findOneBy(MemberEntity, { accountId, email, status: Not('deleted' as const) });
    if (held) throw new RosterError(userAlreadyMember, undefined, { details: { status: held.status } });
    await assertMailsAllowed(manager, { accountId, emails: [email], limit: this.config.MAILS_PER_HOUR });
    return { account, email };
  }

  async add(
    manager: EntityManager,
    newcomer: Newcomer,
    promised: Required<AssignableRoles>,
    call: SignedIn,
  ): Promise<Added> {
    const { email, firstName, lastName, passwordHash } = newcomer;
    // The address is not verified: the mail to it has not been answered, and the form may have a typing error in it.
    const form = { email, firstName, lastName, isVerified: false };
    const user = passwordHash && (await createUser(manager, { ...form, passwordHash }));
    if (user) return this.enrol(manager, { newcomer, user, promised }, call);
    if (newcomer.active === false) {
      const message = 'cannot be false for this address: it is invited, and accepting makes the member active';
      throw invalid({ path: 'active', message });
    }
    return this.invite(manager, newcomer, promised, call);
  }

  /** Invites an address that has a user already. Only that person may join the account, or set their password. */
  private async invite(
    manager: EntityManager,
    newcomer: Newcomer,
    promised: Required<AssignableRoles>,
    call: SignedIn,
  ): Promise<Added> {
    const { accountId } = call;
    const { memberId, email, agentSeatKey, passwordHash: _, active: __, ...form } = newcomer;
    const invitee = { email, memberId, invitationId: uuidv7(), agentSeatKey, form };
    await this.invitees.add(manager, [invitee], promised, call);
    const member = await findMember(manager, { accountId, memberId });
    return { member: await showMember(manager, member, await findAccount(manager, accountId)) };
  }

  private async enrol(
    manager: EntityManager,
    { newcomer, user, promised }: { newcomer: Newcomer; user: UserEntity; promised: Required<AssignableRoles> },
    call: SignedIn,
  ): Promise<Added> {
    const { accountId, traceparent } = call;
    const { active = true, memberId, passwordHash: _, ...form } = newcomer;
    await manager.update(CredentialEntity, { userId: user.id }, { mustChange: true });
    const account = await findAccount(manager, accountId);
    const member = newMember({
      ...form,
      accountId,
      id: memberId,
      userId: user.id,
      status: active ? 'active' : 'inactive',
      roleIds: promised.roles.map(({ id }) => id),
      teamIds: promised.teams.map(({ id }) => id),
      agentAccess: form.agentSeatKey !== null,
      createdAt: user.createdAt,
    });
    await manager.insert(MemberEntity, member);
    await showPromised(manager, { accountId, memberIds: [memberId], ...promised });
    const envelope = await this.outbox.record(manager, active ? memberActivated : memberDeactivated, {
      accountId,
      subject: memberId,
      data: memberChange(account, member, memberAct(memberId, 'member.created', call)),
      traceparent,
    });
    await this.tell(manager, { account, member }, call);
    return { member: await showMember(manager, member, account), envelope };
  }

  private async tell(
    manager: EntityManager,
    { account, member }: { account: AccountEntity; member: MemberEntity },
    call: SignedIn & CallContext,
  ): Promise<void> {
    const { id: accountId, name: accountName } = account;
    const { id: memberId, email: recipient, firstName } = member;
    const reader = { accountId, memberId };
    const creator = await manager.findOneBy(MemberEntity, { accountId, id: call.actor.memberId });
    const createdBy = creator ? fullName(creator) : accountName;
    const words = { accountName, firstName, createdBy };
    const sender = await findSender(manager, account, call.actor.memberId);
    await this.mails.order(manager, { template: 'account-created', recipient, reader, words, sender }, call);
  }
}
