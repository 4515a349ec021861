import { Injectable } from '@nestjs/common';
import {
  accountNotFound,
  billingContactFixed,
  getStanding,
  memberNotActive,
  permissionDenied,
  RosterError,
  setBillingContact,
  type BillingContact,
  type BillingSuccessor,
  type CallContext,
  type MemberChange,
  type OwnershipChange,
  type SetBillingContact,
  type Standing,
} from '@roster/contracts';
import {
  Authorizer,
  Database,
  Idempotency,
  RpcClient,
  signedIn,
  signedInPerson,
  type SignedInPerson,
} from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { ContactEntity } from './contact.entity.js';
import { ContactMoves, holderOf } from './contact-moves.js';
import { copyStanding, lockContact, standingOf } from './contact.store.js';

/** Who gets the bills: a pointer to an active member, and no right to anything. */
@Injectable()
export class ContactsService {
  constructor(
    private readonly authorizer: Authorizer,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly moves: ContactMoves,
    private readonly rpc: RpcClient,
  ) {}

  async get(context: CallContext): Promise<BillingContact> {
    const { accountId } = signedIn(context);
    const found = await this.database.inAccount(accountId, (manager) =>
      manager.findOneBy(ContactEntity, { accountId }),
    );
    if (found) return { memberId: holderOf(found) };
    // Nothing has happened in the account since contacts are kept.
    return { memberId: (await this.rpc.call(getStanding, { accountId })).ownerMemberId };
  }

  /** Rejects with `permission.denied` unless the actor owns the account, or is the contact and may edit the billing. */
  async set(input: SetBillingContact, context: CallContext): Promise<BillingContact> {
    const call = signedInPerson(context);
    const { accountId } = call;
    const owned = await this.rpc.call(getStanding, { accountId });
    const editsBilling = await this.authorizer.allows(call, 'billing:edit');
    const answer = await this.database.inAccount(accountId, async (manager) => {
      const before = await this.idempotency.find(manager, call, setBillingContact, input);
      if (!before) await this.require(manager, { owned, editsBilling }, call);
      return before;
    });
    if (answer) return answer;
    const standing = await this.rpc.call(getStanding, { accountId, memberId: input.memberId });
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, setBillingContact, input, async () => {
        const contact = await this.require(manager, { owned: standing, editsBilling }, call);
        return this.point(manager, contact, standing, call);
      }),
    );
  }

  /** Follows a member: once they are not active, they are not the contact. Events come in any order. */
  async followMember(
    manager: EntityManager,
    { account, member }: MemberChange,
    { successor, traceparent }: { successor?: BillingSuccessor | undefined; traceparent?: string | undefined },
  ): Promise<void> {
    const accountId = account.id;
    const owned = { accountId, ownerMemberId: account.ownerMemberId, revision: account.revision };
    const locked = await lockContact(manager, owned);
    if (!locked) return;
    const contact = await this.moves.followOwner(manager, locked, owned);
    const { id: memberId, status, revision } = member;
    const known = await standingOf(manager, { accountId, memberId });
    if (known && known.revision >= revision) return;
    const isActive = status === 'active';
    if (!isActive && contact.memberId === memberId) {
      await this.moves.fall(manager, contact, successor, traceparent ? { traceparent } : {});
    }
    await copyStanding(manager, { accountId, memberId, isActive, revision });
  }

  /** Follows a transfer of the account. */
  async followOwner(manager: EntityManager, { account, formerOwner }: OwnershipChange): Promise<void> {
    const { id: accountId, ownerMemberId, revision } = account;
    const before = { accountId, ownerMemberId: formerOwner.memberId, revision: revision - 1 };
    const contact = await lockContact(manager, before);
    if (contact) await this.moves.followOwner(manager, contact, { accountId, ownerMemberId, revision });
  }

  /** The contact, locked, if the actor may transfer it. */
  private async require(
    manager: EntityManager,
    { owned, editsBilling }: { owned: Standing; editsBilling: boolean },
    { accountId, actor }: SignedInPerson,
  ): Promise<ContactEntity> {
    const ownership = { accountId, ownerMemberId: owned.ownerMemberId, revision: owned.accountRevision };
    const locked = await lockContact(manager, ownership);
    if (!locked) throw new RosterError(accountNotFound);
    const contact = await this.moves.followOwner(manager, locked, ownership);
    const { memberId } = actor;
    const mayMove = memberId === contact.ownerMemberId || (memberId === holderOf(contact) && editsBilling);
    if (!mayMove) {
      const reason = memberId === holderOf(contact) ? 'no_grant' : 'not_billing_contact';
      const details = { permission: 'billing:edit', reason };
      const message = 'Only the owner may do this, or the billing contact if they may edit the billing';
      throw new RosterError(permissionDenied, message, { details });
    }
    if (!(await this.moves.isNamed(manager, accountId))) throw new RosterError(billingContactFixed);
    return contact;
  }

  private async point(
    manager: EntityManager,
    contact: ContactEntity,
    { memberId, isActive, revision }: Standing,
    call: SignedInPerson,
  ): Promise<BillingContact> {
    const { accountId } = call;
    if (!isActive) throw new RosterError(memberNotActive);
    await copyStanding(manager, { accountId, memberId, isActive, revision });
    // They may have lost their access since identity was asked.
    if (!(await standingOf(manager, { accountId, memberId }))?.isActive) throw new RosterError(memberNotActive);
    if (memberId !== holderOf(contact)) await this.moves.transfer(manager, contact, memberId, call);
    return { memberId };
  }
}
