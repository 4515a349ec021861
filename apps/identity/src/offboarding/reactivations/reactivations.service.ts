import { Injectable } from '@nestjs/common';
import {
  reactivateMember,
  type CallContext,
  type MemberId,
  type MemberWrite,
  type ReactivatedMember,
  type ReactivateMember,
} from '@roster/contracts';
import { Database, Idempotency, signedIn, type SignedIn } from '@roster/service-kit';
import { withCommandIds, type CommandIds } from '../../core/calls/command-ids.js';
import { OneAtATime } from '../../core/calls/one-at-a-time.js';
import { AccessClient } from '../../neighbours/access.client.js';
import { Seating } from '../../neighbours/billing/seating.js';
import type { AccountEntity } from '../../people/accounts/account.entity.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { findMember, showMember } from '../../people/members/members.store.js';
import { LostAgentAccess } from './lost-agent-access.js';
import { ReactivationStore, VERBS, type Reactivated, type Return, type Verb } from './reactivation.store.js';

/** Gives members their access back: here first, then at access (`docs/decisions.md` 2). */
@Injectable()
export class ReactivationsService {
  private readonly sameMember = new OneAtATime();

  constructor(
    private readonly access: AccessClient,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly lostAgentAccess: LostAgentAccess,
    private readonly reactivations: ReactivationStore,
    private readonly seating: Seating,
  ) {}

  /** They have kept their seat. */
  async activate(input: MemberId, context: CallContext): Promise<MemberWrite> {
    const call = signedIn(context);
    const { answer, seesMembers } = await this.prepare('activate', input, call);
    return this.withVersion(answer ?? (await this.commit('activate', { ...input, seesMembers }, call)), call);
  }

  /** Takes a new seat: the old one may be taken by somebody else, and a released key cannot be used again. */
  async reactivate(input: ReactivateMember, context: CallContext): Promise<ReactivatedMember> {
    const call = signedIn(context);
    const write = await this.sameMember.run(`${call.accountId} ${input.memberId}`, () =>
      withCommandIds(call, reactivateMember, input.consentId, (ids) => this.reactivateOnce(input, call, ids)),
    );
    return { ...write, ...(await this.lostAgentAccess.of(input, call)) };
  }

  private async reactivateOnce(
    input: ReactivateMember,
    call: SignedIn,
    { next, areRepeated }: CommandIds,
  ): Promise<MemberWrite> {
    const { answer, account, seesMembers } = await this.prepare('reactivate', input, call);
    if (answer) return this.withVersion(answer, call);
    const seatKey = next();
    const seats = { account, users: [seatKey], consentId: input.consentId, areRepeated };
    const reactivated = await this.seating.take(seats, call, async () => {
      const committed = await this.commit('reactivate', { ...input, seesMembers, seatKey }, call);
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
    input: ReactivateMember,
    call: SignedIn,
  ): Promise<{ answer: Reactivated | undefined; account: AccountEntity; seesMembers: boolean }> {
    const { accountId } = call;
    const { memberId } = input;
    const { contract } = VERBS[verb];
    const prepared = await this.database.inAccount(accountId, async (manager) => {
      const account = await findAccount(manager, accountId);
      const answer: Reactivated | undefined = await this.idempotency.find(manager, call, contract, input);
      if (answer) return { answer, account };
      const member = await findMember(manager, { accountId, memberId });
      if ((await this.reactivations.decide(manager, verb, { account, member })) !== 'none') return { answer, account };
      const present = async (): Promise<Reactivated> => ({ member: await showMember(manager, member, account) });
      return { answer: await this.idempotency.run(manager, call, contract, input, present), account };
    });
    const { seesMembers } = prepared.answer ? { seesMembers: false } : await this.access.restorable(memberId, call);
    return { ...prepared, seesMembers };
  }

  private commit(verb: Verb, { seesMembers, seatKey, ...input }: Return, call: SignedIn): Promise<Reactivated> {
    const { accountId } = call;
    const { contract } = VERBS[verb];
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, contract, input, () =>
        this.reactivations.giveBack(manager, verb, { ...input, seesMembers, seatKey }, call),
      ),
    );
  }

  private async withVersion({ member, envelope }: Reactivated, call: SignedIn): Promise<MemberWrite> {
    return { member, ...(envelope && (await this.access.applied(envelope, call))) };
  }
}
