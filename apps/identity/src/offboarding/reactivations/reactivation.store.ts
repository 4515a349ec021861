import { Inject, Injectable } from '@nestjs/common';
import {
  activateMember,
  memberActivated,
  partyOf,
  reactivateMember,
  type CallContext,
  type Envelope,
  type Member,
  type MemberChange,
  type PresetSet,
  type ReactivateMember,
} from '@roster/contracts';
import { Outbox, PRESETS, type SignedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { memberAct } from '../../core/acts.js';
import type { AccountEntity } from '../../people/accounts/account.entity.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { presetOf } from '../../people/accounts/preset-of.js';
import { actorName, listed } from '../../people/mails/actor-name.js';
import { Mails } from '../../people/mails/mails.js';
import { moveOf, type Move } from '../../people/members/lifecycle.js';
import type { MemberEntity } from '../../people/members/member.entity.js';
import { memberChange } from '../../people/members/member.js';
import { changeMember, lockMember, showMember } from '../../people/members/members.store.js';
import { isLeaving } from '../revocations/leaving.js';

export const VERBS = {
  activate: { contract: activateMember, action: 'member.activated' },
  reactivate: { contract: reactivateMember, action: 'member.reactivated' },
} as const;
export type Verb = keyof typeof VERBS;

/** The envelope is left out if nothing has changed. */
export interface Reactivated {
  readonly member: Member;
  readonly envelope?: Envelope<MemberChange>;
}

export interface Return extends ReactivateMember {
  /** Whether the member will see who the members are. */
  readonly seesMembers: boolean;
  /** The new seat, if they take one. */
  readonly seatKey?: string;
}

interface Told extends Pick<Return, 'seesMembers'> {
  readonly member: MemberEntity;
  readonly shown: Member;
  readonly accountName: string;
}

/** Gives a member their access back, in the caller's transaction. */
@Injectable()
export class ReactivationStore {
  constructor(
    private readonly mails: Mails,
    private readonly outbox: Outbox,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  /** What the command comes to. Rejects like {@link moveOf}. */
  async decide(
    manager: EntityManager,
    verb: Verb,
    { account, member }: { account: AccountEntity; member: MemberEntity },
  ): Promise<Move> {
    const preset = presetOf(this.presets, account);
    return moveOf(verb, { account, member, preset, isLeaving: await isLeaving(manager, member) });
  }

  /** A member who is active already does not change. */
  async giveBack(
    manager: EntityManager,
    verb: Verb,
    { memberId, seesMembers, seatKey }: Return,
    call: SignedIn,
  ): Promise<Reactivated> {
    const { accountId, traceparent } = call;
    const inactive = await lockMember(manager, { accountId, memberId }, 'write');
    const account = await findAccount(manager, accountId);
    const move = await this.decide(manager, verb, { account, member: inactive });
    if (move === 'none') return { member: await showMember(manager, inactive, account) };
    const member = await changeMember(manager, inactive, { status: 'active', ...(seatKey && { seatKey }) });
    const { action } = VERBS[verb];
    const envelope = await this.outbox.record(manager, memberActivated, {
      accountId,
      subject: memberId,
      data: memberChange(account, member, memberAct(memberId, action, call)),
      traceparent,
    });
    const shown = await showMember(manager, member, account);
    await this.tell(manager, { member, shown, accountName: account.name, seesMembers }, call);
    return { member: shown, envelope };
  }

  private async tell(
    manager: EntityManager,
    { member, shown, accountName, seesMembers }: Told,
    call: SignedIn & CallContext,
  ): Promise<void> {
    const { accountId, id: memberId, email: recipient, firstName } = member;
    const by = { accountId, actor: partyOf(call.actor), readerId: memberId, isShown: seesMembers };
    const changedBy = await actorName(manager, by);
    const words = { firstName, accountName, changedBy, roles: listed(shown.roles.map(({ name }) => name)) };
    const reader = { accountId, memberId };
    await this.mails.order(manager, { template: 'access-restored', recipient, reader, words }, call);
  }
}
