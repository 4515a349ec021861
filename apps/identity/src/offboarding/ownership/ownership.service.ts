import { Inject, Injectable } from '@nestjs/common';
import {
  accountOwnershipTransferred,
  memberNotActive,
  ownershipChanged,
  RosterError,
  toAct,
  transferOwnership,
  type Account,
  type CallContext,
  type Envelope,
  type Nothing,
  type OwnershipCandidate,
  type OwnershipChange,
  type OwnershipTransferred,
  type PresetSet,
  type TransferOwnership,
} from '@roster/contracts';
import { Database, Idempotency, Outbox, PRESETS, signedInPerson, type SignedInPerson } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { AccessClient } from '../../neighbours/access.client.js';
import { AccountEntity } from '../../people/accounts/account.entity.js';
import { toAccount } from '../../people/accounts/account.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { Mails } from '../../people/mails/mails.js';
import type { MemberEntity } from '../../people/members/member.entity.js';
import { fullName, memberChange } from '../../people/members/member.js';
import { findMember, lockMember } from '../../people/members/members.store.js';
import { PendingCommandEntity } from '../revocations/pending-command.entity.js';
import { checkCandidate, requireCandidate } from './candidates.js';
import { requireFormerOwnersRole, requireTransferable } from './ownership.js';

interface Transferred {
  readonly account: Account;
  readonly envelope: Envelope<OwnershipChange>;
}

/** Transfers an account to another member (RP-29 … RP-36): here first, then at access (`docs/decisions.md` 2 and 6). */
@Injectable()
export class OwnershipService {
  constructor(
    private readonly access: AccessClient,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly mails: Mails,
    private readonly outbox: Outbox,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  async transfer(input: TransferOwnership, context: CallContext): Promise<OwnershipTransferred> {
    const call = signedInPerson(context);
    const { formerOwnerRoleId } = input;
    const isAnswered = await this.prepare(input, call);
    const work = async () => {
      const { account, envelope } = await this.database.inAccount(call.accountId, (manager) =>
        this.idempotency.run(manager, call, transferOwnership, input, () => this.commit(manager, input, call)),
      );
      return { account, ...(await this.access.applied(envelope, call)) };
    };
    if (formerOwnerRoleId === undefined || isAnswered) return work();
    return this.access.promising({ roleIds: [formerOwnerRoleId] }, call, work);
  }

  /** Whether this member could get the account now. Access asks for its preview. */
  async checkCandidate(candidate: OwnershipCandidate): Promise<Nothing> {
    await this.database.inAccount(candidate.accountId, (manager) => checkCandidate(manager, candidate));
    return {};
  }

  /** All checks that do not depend on a race. Resolves with whether the command has its answer already. */
  private prepare(input: TransferOwnership, call: SignedInPerson): Promise<boolean> {
    const { accountId, actor } = call;
    const { memberId } = input;
    return this.database.atOneMoment(accountId, async (manager) => {
      if (await this.idempotency.find(manager, call, transferOwnership, input)) return true;
      const account = await findAccount(manager, accountId);
      requireTransferable(account, { actorId: actor.memberId, memberId });
      requireFormerOwnersRole(this.presetOf(account), input);
      await checkCandidate(manager, { accountId, memberId });
      return false;
    });
  }

  /**
   * Compares and sets: of parallel transfers by the same owner, one succeeds. The others find that the actor is not the
   * owner any more.
   */
  private async commit(manager: EntityManager, input: TransferOwnership, call: SignedInPerson): Promise<Transferred> {
    const { accountId, actor, traceparent } = call;
    const { memberId, formerOwnerRoleId = null } = input;
    // Locks the member before the account, as a revocation does, so that each sees what the other has begun.
    const member = await lockMember(manager, { accountId, memberId }, 'read');
    await requireCandidate(manager, member);
    const isLeaving = await manager.existsBy(PendingCommandEntity, { accountId, memberId });
    if (isLeaving) throw new RosterError(memberNotActive);
    const { affected } = await manager.update(
      AccountEntity,
      { id: accountId, ownerMemberId: actor.memberId },
      { ownerMemberId: memberId, revision: () => 'revision + 1' },
    );
    if (affected !== 1) throw new RosterError(ownershipChanged);
    const account = await findAccount(manager, accountId);
    const done = { action: 'ownership.transferred', target: { type: 'account', id: accountId } } as const;
    const envelope = await this.outbox.record(manager, accountOwnershipTransferred, {
      accountId,
      subject: accountId,
      data: {
        ...memberChange(account, member, toAct(done, call, 'identity')),
        formerOwner: { memberId: actor.memberId, roleId: formerOwnerRoleId },
      },
      traceparent,
    });
    await this.tell(manager, { account, owner: member }, call);
    return { account: toAccount(account), envelope };
  }

  /** Tells both by mail, in case somebody else acted in the former owner's name. */
  private async tell(
    manager: EntityManager,
    { account, owner }: { account: AccountEntity; owner: MemberEntity },
    call: SignedInPerson,
  ): Promise<void> {
    const { accountId, actor } = call;
    const former = await findMember(manager, { accountId, memberId: actor.memberId });
    const names = { accountName: account.name, newOwner: fullName(owner) };
    for (const { id: memberId, email: recipient, firstName } of [owner, former]) {
      const words = { ...names, firstName };
      await this.mails.order(
        manager,
        { template: 'ownership-transferred', recipient, reader: { accountId, memberId }, words },
        call,
      );
    }
  }

  private presetOf({ preset: name }: AccountEntity) {
    const preset = this.presets.get(name);
    if (!preset) throw new Error(`The preset "${name}" is not loaded here`);
    return preset;
  }
}
