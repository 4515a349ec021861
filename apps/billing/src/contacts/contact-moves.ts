import { Inject, Injectable } from '@nestjs/common';
import { billingContactChanged, type BillingSuccessor, type CallContext, type PresetSet } from '@roster/contracts';
import { Outbox, PRESETS } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { findSubscription } from '../subscriptions/subscription.store.js';
import { Messages } from '../subscriptions/messages.js';
import { ContactEntity } from './contact.entity.js';
import { copyStanding, standingOf, type Ownership } from './contact.store.js';

type Cause = Partial<Pick<CallContext, 'actor' | 'client' | 'requestId' | 'traceparent'>>;

/** Moves the contact of an account, whose row the caller has locked, and tells everybody whom that concerns. */
@Injectable()
export class ContactMoves {
  constructor(
    private readonly messages: Messages,
    private readonly outbox: Outbox,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  /** Somebody names a member, who is active. */
  async transfer(manager: EntityManager, contact: ContactEntity, to: string, call: CallContext): Promise<void> {
    const from = holderOf(contact);
    const { accountId } = contact;
    await this.move(manager, contact, to, call);
    const byMemberId = call.actor?.memberId ?? null;
    for (const memberId of [from, to]) {
      const mail = { template: 'billing-contact-changed', memberId, contactId: to, byMemberId, words: {} } as const;
      await this.messages.mail(manager, accountId, mail, call);
    }
  }

  /** The contact is not active any more: it falls to whom a deletion has named, if they are, and else to the owner. */
  async fall(
    manager: EntityManager,
    contact: ContactEntity,
    successor: BillingSuccessor | undefined,
    cause: Cause,
  ): Promise<void> {
    const { accountId, ownerMemberId, memberId: contactId } = contact;
    if (contactId === null) return;
    const to = (successor && (await this.able(manager, accountId, successor))) || ownerMemberId;
    await this.move(manager, contact, to, cause);
    const mail = { template: 'billing-contact-left', memberId: to, contactId, byMemberId: null, words: {} } as const;
    await this.messages.mail(manager, accountId, mail, cause);
  }

  /**
   * Copies who owns the account, unless something newer is known. Where the contact is a member of its own, a transfer of the
   * account leaves it with whoever owned it until then. Resolves with the contact as it is now.
   */
  async followOwner(
    manager: EntityManager,
    contact: ContactEntity,
    { ownerMemberId, revision }: Ownership,
  ): Promise<ContactEntity> {
    if (revision <= contact.ownerRevision) return contact;
    const { accountId, memberId, ownerMemberId: former } = contact;
    const next = { ...contact, ownerMemberId, ownerRevision: revision };
    await manager.update(ContactEntity, { accountId }, { ownerMemberId, ownerRevision: revision });
    const isLeftBehind = memberId === null && former !== ownerMemberId && (await this.isNamed(manager, accountId));
    if (!isLeftBehind || !(await this.able(manager, accountId, { memberId: former, revision: 0 }))) return next;
    return this.point(manager, next, former);
  }

  /** Whether the product has anybody be the contact, and not the owner alone. */
  async isNamed(manager: EntityManager, accountId: string): Promise<boolean> {
    const { preset } = await findSubscription(manager, accountId);
    return this.presets.get(preset)?.billingContact === 'member';
  }

  /** The member's id, if they are active as far as anybody knows. */
  private async able(
    manager: EntityManager,
    accountId: string,
    { memberId, revision }: BillingSuccessor,
  ): Promise<string | undefined> {
    await copyStanding(manager, { accountId, memberId, isActive: true, revision });
    return (await standingOf(manager, { accountId, memberId }))?.isActive ? memberId : undefined;
  }

  private async move(manager: EntityManager, contact: ContactEntity, to: string, cause: Cause): Promise<void> {
    const { accountId, ownerMemberId } = contact;
    await this.point(manager, contact, to === ownerMemberId ? null : to);
    const parts = [
      { kind: 'billing-contact', id: accountId, before: { memberId: holderOf(contact) }, after: { memberId: to } },
    ];
    const target = { type: 'member', id: to };
    await this.messages.act(manager, accountId, { action: 'billing-contact.changed', target, parts }, cause);
  }

  private async point(manager: EntityManager, contact: ContactEntity, memberId: string | null): Promise<ContactEntity> {
    const { accountId } = contact;
    const revision = contact.revision + 1;
    await manager.update(ContactEntity, { accountId }, { memberId, revision });
    const data = { memberId, revision };
    await this.outbox.record(manager, billingContactChanged, { accountId, subject: accountId, data });
    return { ...contact, memberId, revision };
  }
}

/** The member who gets the bills. */
export const holderOf = ({ memberId, ownerMemberId }: Pick<ContactEntity, 'memberId' | 'ownerMemberId'>): string =>
  memberId ?? ownerMemberId;
