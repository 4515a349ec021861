import { Inject, Injectable } from '@nestjs/common';
import {
  activateMember,
  memberActivated,
  reactivateMember,
  type CallContext,
  type Envelope,
  type Member,
  type MemberChange,
  type MemberId,
  type MemberWrite,
  type PresetSet,
} from '@roster/contracts';
import { Database, Idempotency, Outbox, PRESETS, signedIn, type SignedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AccessClient } from '../../neighbours/access.client.js';
import type { AccountEntity } from '../../people/accounts/account.entity.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { presetOf } from '../../people/accounts/preset-of.js';
import { memberAct } from '../../core/acts.js';
import { Seating } from '../../neighbours/billing/seating.js';
import { OneAtATime } from '../../core/calls/one-at-a-time.js';
import { isLeaving } from '../revocations/leaving.js';
import { moveOf, type Move } from '../../people/members/lifecycle.js';
import type { MemberEntity } from '../../people/members/member.entity.js';
import { memberChange } from '../../people/members/member.js';
import { changeMember, findMember, lockMember, showMember } from '../../people/members/members.store.js';

const VERBS = {
  activate: { contract: activateMember, action: 'member.activated' },
  reactivate: { contract: reactivateMember, action: 'member.reactivated' },
} as const;
type Verb = keyof typeof VERBS;

/** The envelope is left out if nothing has changed. */
interface Reactivated {
  readonly member: Member;
  readonly envelope?: Envelope<MemberChange>;
}

/** Gives members their access back: here first, then at access (`docs/decisions.md` 2). */
@Injectable()
export class ReactivationsService {
  private readonly sameMember = new OneAtATime();

  constructor(
    private readonly access: AccessClient,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox,
    private readonly seating: Seating,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  /** They have kept their seat. */
  async activate(input: MemberId, context: CallContext): Promise<MemberWrite> {
    const call = signedIn(context);
    const { answer } = await this.prepare('activate', input, call);
    return this.withVersion(answer ?? (await this.commit('activate', input, call)), call);
  }

  /** Takes a new seat: the old one may be taken by somebody else, and a released key cannot be used again. */
  reactivate(input: MemberId, context: CallContext): Promise<MemberWrite> {
    const call = signedIn(context);
    return this.sameMember.run(`${call.accountId} ${input.memberId}`, () => this.reactivateOnce(input, call));
  }

  private async reactivateOnce(input: MemberId, call: SignedIn): Promise<MemberWrite> {
    const { answer, account } = await this.prepare('reactivate', input, call);
    if (answer) return this.withVersion(answer, call);
    const seatKey = uuidv7();
    const reactivated = await this.seating.take({ account, users: [seatKey] }, call, async () => {
      const committed = await this.commit('reactivate', input, call, seatKey);
      return { answer: committed, isTaken: committed.envelope?.data.member.seatKey === seatKey };
    });
    return this.withVersion(reactivated, call);
  }

  /**
   * All checks that do not depend on a race. A repeated command, or a member who is active already, gets an answer at
   * once.
   */
  private async prepare(
    verb: Verb,
    input: MemberId,
    call: SignedIn,
  ): Promise<{ answer: Reactivated | undefined; account: AccountEntity }> {
    const { accountId } = call;
    const { memberId } = input;
    const { contract } = VERBS[verb];
    const prepared = await this.database.inAccount(accountId, async (manager) => {
      const account = await findAccount(manager, accountId);
      const answer: Reactivated | undefined = await this.idempotency.find(manager, call, contract, input);
      if (answer) return { answer, account };
      const member = await findMember(manager, { accountId, memberId });
      if ((await this.decide(manager, verb, { account, member })) !== 'none') return { answer, account };
      const present = async (): Promise<Reactivated> => ({ member: await showMember(manager, member, account) });
      return { answer: await this.idempotency.run(manager, call, contract, input, present), account };
    });
    if (!prepared.answer) await this.access.restorable(memberId, call);
    return prepared;
  }

  private async decide(
    manager: EntityManager,
    verb: Verb,
    { account, member }: { account: AccountEntity; member: MemberEntity },
  ): Promise<Move> {
    const preset = presetOf(this.presets, account);
    return moveOf(verb, { account, member, preset, isLeaving: await isLeaving(manager, member) });
  }

  private commit(verb: Verb, input: MemberId, call: SignedIn, seatKey?: string): Promise<Reactivated> {
    const { accountId } = call;
    const { contract } = VERBS[verb];
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, contract, input, () =>
        this.giveBack(manager, verb, { ...input, seatKey }, call),
      ),
    );
  }

  private async giveBack(
    manager: EntityManager,
    verb: Verb,
    { memberId, seatKey }: MemberId & { seatKey: string | undefined },
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
    return { member: await showMember(manager, member, account), envelope };
  }

  private async withVersion({ member, envelope }: Reactivated, call: SignedIn): Promise<MemberWrite> {
    return { member, ...(envelope && (await this.access.applied(envelope, call))) };
  }
}
