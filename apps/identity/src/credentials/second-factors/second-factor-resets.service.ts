import { Injectable } from '@nestjs/common';
import {
  memberIsOwner,
  memberNotFound,
  resetSecondFactors,
  RosterError,
  secondFactorNotSetUp,
  secondFactorShared,
  type CallContext,
  type MemberId,
  type Nothing,
} from '@roster/contracts';
import { Database, enterAccount, Idempotency, signedIn, type SignedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { Ceiling } from '../../people/ceiling.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { partOf, recordAct } from '../../core/acts.js';
import { Mails } from '../../people/mails/mails.js';
import type { MemberEntity } from '../../people/members/member.entity.js';
import { findMember } from '../../people/members/members.store.js';
import { CredentialRevocation } from '../credential-revocation.js';
import { membershipsOf, SecondFactorStore } from './second-factor.store.js';
import { secondFactorsOf } from './second-factors.js';

/** Removes the second factors of members who have lost them all. */
@Injectable()
export class SecondFactorResetsService {
  constructor(
    private readonly ceiling: Ceiling,
    private readonly database: Database,
    private readonly revocation: CredentialRevocation,
    private readonly factors: SecondFactorStore,
    private readonly idempotency: Idempotency,
    private readonly mails: Mails,
  ) {}

  async reset(input: MemberId, context: CallContext): Promise<Nothing> {
    const call = signedIn(context);
    const { accountId } = call;
    const { memberId } = input;
    await this.ceiling.require({ contract: resetSecondFactors, input, call }, [memberId], memberIsOwner);
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, resetSecondFactors, input, () => this.resetIn(manager, input, call)),
    );
  }

  private async resetIn(manager: EntityManager, { memberId }: MemberId, call: SignedIn): Promise<Nothing> {
    const { accountId } = call;
    const member = await findMember(manager, { accountId, memberId });
    const { ownerMemberId } = await findAccount(manager, accountId);
    if (memberId === ownerMemberId) throw new RosterError(memberIsOwner);
    const { userId } = member;
    // An invited member has no user yet. Whether the person has a factor in another account must not be revealed.
    if (!userId) throw new RosterError(member.status === 'invited' ? secondFactorNotSetUp : memberNotFound);
    const { email: recipient, firstName } = await this.factors.lockUser(manager, userId);
    const factors = await secondFactorsOf(manager, userId);
    if (factors.length === 0) throw new RosterError(secondFactorNotSetUp);
    const elsewhere = (await membershipsOf(manager, userId)).filter((other) => other.accountId !== accountId);
    if (elsewhere.some(isPresent)) throw new RosterError(secondFactorShared);
    await this.factors.clear(manager, userId);
    await this.revocation.revoke(manager, userId);
    await enterAccount(manager, accountId);
    const target = { type: 'member', id: memberId };
    const parts = partOf({ kind: 'second-factors', id: memberId }, { factors }, { factors: [] });
    await recordAct(manager, accountId, { action: 'second-factor.reset', target, parts }, call);
    const words = { firstName, factor: 'any second factor: an administrator of your account has taken them away' };
    await this.mails.order(manager, { template: 'second-factor-removed', recipient, reader: { userId }, words }, call);
    return {};
  }
}

const isPresent = ({ status }: MemberEntity): boolean => status === 'active' || status === 'inactive';
