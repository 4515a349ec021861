import { Injectable } from '@nestjs/common';
import {
  CONSENT_LASTS,
  consentNotFound,
  consentUsed,
  giveConsent,
  quoteExpired,
  quoteNotFound,
  RosterError,
  type CallContext,
  type Consent,
  type GiveConsent,
} from '@roster/contracts';
import { Authorizer, Database, Idempotency, signedInPerson } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Messages } from '../subscriptions/messages.js';
import { inWords } from '../money/money.js';
import { Clock } from '../periods/clock.js';
import { QuoteEntity, type QuotedPrice } from '../quotes/quote.entity.js';
import type { Asker } from '../quotes/quote.store.js';
import { lockSubscription } from '../subscriptions/subscription.store.js';
import { ConsentEntity } from './consent.entity.js';
import { InviterLimit } from './inviter-limit.js';

/** People's recorded agreement to prices. Each is used once, in the transaction of what it pays for. */
@Injectable()
export class ConsentsService {
  constructor(
    private readonly authorizer: Authorizer,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly inviterLimit: InviterLimit,
    private readonly messages: Messages,
  ) {}

  /** The same quote has one consent, however often its person agrees. */
  async give(input: GiveConsent, context: CallContext): Promise<Consent> {
    const call = signedInPerson(context);
    const { accountId, actor, client } = call;
    const { memberId } = actor;
    const editsBilling = await this.authorizer.allows(call, 'billing:edit');
    if (!editsBilling) await this.authorizer.authorize(call, 'members:invite');
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, giveConsent, input, async () => {
        const { quoteId } = input;
        const quote = await manager.findOneBy(QuoteEntity, { accountId, id: quoteId, memberId });
        if (!quote) throw new RosterError(quoteNotFound);
        await lockSubscription(manager, accountId);
        const now = this.clock.now();
        const given = await manager.findOneBy(ConsentEntity, { accountId, quoteId });
        if (given) return shownConsent(given);
        if (quote.expiresAt <= now) throw new RosterError(quoteExpired);
        const { terms, price } = quote;
        if (!editsBilling) await this.inviterLimit.require(manager, accountId, terms);
        const expiresAt = new Date(now.getTime() + CONSENT_LASTS);
        const address = client?.address ?? null;
        const consent = { accountId, id: uuidv7(), quoteId, memberId, editsBilling, address, terms, price, expiresAt };
        await manager.insert(ConsentEntity, { ...consent, givenAt: now, usedAt: null });
        await this.tell(manager, consent, call);
        return shownConsent(consent);
      }),
    );
  }

  /**
   * The consent that this person has given, locked until the transaction ends. Rejects with `consent.not-found`,
   * `consent.used`, and `quote.expired` where it is too old.
   */
  async usable(manager: EntityManager, { accountId, memberId }: Asker, id: string): Promise<ConsentEntity> {
    const lock = { mode: 'pessimistic_write' } as const;
    const consent = await manager.findOne(ConsentEntity, { where: { accountId, id, memberId }, lock });
    if (!consent) throw new RosterError(consentNotFound);
    if (consent.usedAt) throw new RosterError(consentUsed);
    if (consent.expiresAt <= this.clock.now()) throw new RosterError(quoteExpired);
    return consent;
  }

  async use(manager: EntityManager, { accountId, id }: Pick<ConsentEntity, 'accountId' | 'id'>): Promise<void> {
    await manager.update(ConsentEntity, { accountId, id }, { usedAt: this.clock.now() });
  }

  /** What it was used for came to nothing, so it was not used. */
  async giveBack(manager: EntityManager, { accountId, id }: Pick<ConsentEntity, 'accountId' | 'id'>): Promise<void> {
    await manager.update(ConsentEntity, { accountId, id }, { usedAt: null });
  }

  private async tell(
    manager: EntityManager,
    { accountId, id, memberId, price, terms }: Pick<ConsentEntity, 'accountId' | 'id' | 'memberId' | 'price' | 'terms'>,
    call: CallContext,
  ): Promise<void> {
    const { lines, prorated, recurring } = price;
    const after = { memberId, amount: prorated.amount, currency: prorated.currency, recurring, seats: terms.seats };
    const target = { type: 'consent', id };
    const parts = [{ kind: 'consent', id, before: null, after }];
    await this.messages.act(manager, accountId, { action: 'consent.given', target, parts }, call);
    const words = { what: lines.map(({ description }) => description).join('; '), ...priceWords(price) };
    const mail = { template: 'billing-consent-given', memberId: null, byMemberId: memberId, words } as const;
    await this.messages.mail(manager, accountId, mail, call);
  }
}

const priceWords = ({ prorated, recurring }: QuotedPrice) => ({
  price: `${inWords(prorated)}, billed on ${prorated.invoicedAt.slice(0, 10)}`,
  recurring: recurring.map((each) => `${inWords(each)} a ${each.interval}`).join(' and ') || 'nothing',
});

const shownConsent = ({ id, expiresAt }: Pick<ConsentEntity, 'id' | 'expiresAt'>): Consent => ({
  id,
  expiresAt: expiresAt.toISOString(),
});
