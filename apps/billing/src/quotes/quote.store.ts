import { Injectable } from '@nestjs/common';
import { QUOTE_LASTS, type Quote } from '@roster/contracts';
import { LessThan, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../periods/clock.js';
import { QuoteEntity, type QuotedPrice } from './quote.entity.js';
import type { QuoteTerms } from './terms.js';

/** For whom a quote is made, and of which account. */
export interface Asker {
  readonly accountId: string;
  readonly memberId: string;
}

/** Quotes are kept for those who consent to them. */
@Injectable()
export class QuoteStore {
  constructor(private readonly clock: Clock) {}

  async keep(
    manager: EntityManager,
    { accountId, memberId }: Asker,
    { terms, price }: { terms: QuoteTerms; price: QuotedPrice },
  ): Promise<Quote> {
    const now = this.clock.now();
    const quote = { accountId, memberId, id: uuidv7(), terms, price, expiresAt: new Date(now.getTime() + QUOTE_LASTS) };
    await manager.delete(QuoteEntity, { accountId, expiresAt: LessThan(new Date(now.getTime() - QUOTE_LASTS)) });
    await manager.insert(QuoteEntity, quote);
    return shownQuote(quote);
  }
}

const shownQuote = ({
  id,
  terms,
  price,
  expiresAt,
}: Pick<QuoteEntity, 'id' | 'terms' | 'price' | 'expiresAt'>): Quote => ({
  id,
  ...price,
  needsConsent: terms.plan ? !terms.plan.isFree : price.lines.length > 0,
  expiresAt: expiresAt.toISOString(),
});
