import { Injectable } from '@nestjs/common';
import {
  quoteExpired,
  RosterError,
  seatConsentRequired,
  type CallContext,
  type ReserveSeats,
  type SeatKeys,
  type SeatPool,
  type SeatPools,
} from '@roster/contracts';
import { Database } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { SeatLedger, type Buy } from '../ledger/ledger.js';
import { Purchases } from '../purchases/purchases.service.js';
import type { Asker } from '../quotes/quote.store.js';
import { SeatOffers } from '../quotes/seat-offers.js';
import { Refusals } from './refusals.js';

/** Seats for commands of identity: taken where there are some, bought where somebody agreed to that, else refused. */
@Injectable()
export class ClaimsService {
  constructor(
    private readonly database: Database,
    private readonly ledger: SeatLedger,
    private readonly purchases: Purchases,
    private readonly offers: SeatOffers,
    private readonly refusals: Refusals,
  ) {}

  /** A person who lacks a consent gets a quote with the refusal. Where nobody asks, the billing contact is told. */
  async reserve({ accountId, seats, consentId }: ReserveSeats, call: CallContext): Promise<SeatPools> {
    const person = personOf(accountId, call);
    try {
      return await this.database.inAccount(accountId, async (manager) => ({
        pools: await this.ledger.reserve(manager, accountId, {
          seats,
          buy: this.buyer(manager, { accountId, consentId, person }),
        }),
      }));
    } catch (error) {
      if (!(error instanceof RosterError && (error.is(seatConsentRequired) || error.is(quoteExpired)))) throw error;
      if (person) throw await this.quoted(error, person, { accountId, seats });
      if (error.is(seatConsentRequired))
        await this.refusals.tell(
          accountId,
          seats.map(({ pool }) => pool),
        );
      throw error;
    }
  }

  /** For a command that came to nothing. */
  release({ accountId, pool, keys }: SeatKeys): Promise<SeatPool> {
    return this.database.inAccount(accountId, async (manager) => {
      const released = await this.ledger.release(manager, { accountId, pool, keys });
      await this.purchases.undo(manager, { accountId, pool, keys: [...released] });
      return this.ledger.move(manager, { accountId, pool, keys }, 'release');
    });
  }

  private buyer(
    manager: EntityManager,
    { accountId, consentId, person }: { accountId: string; consentId: string | undefined; person: Asker | undefined },
  ): Buy | undefined {
    if (!person) return this.purchases.automatically(manager, accountId);
    return consentId ? this.purchases.byConsent(manager, person, consentId) : undefined;
  }

  private async quoted(
    error: RosterError,
    person: Asker,
    { accountId, seats }: Pick<ReserveSeats, 'accountId' | 'seats'>,
  ): Promise<RosterError> {
    const wanted = Object.fromEntries(seats.map(({ pool, keys }) => [pool, keys.length]));
    const quote = await this.database.inAccount(accountId, (manager) => this.offers.quote(manager, person, wanted));
    return new RosterError(error.kind, error.message, { details: { ...error.details, quote } });
  }
}

/** The person who asks, in this account. A key of the API is none. */
const personOf = (accountId: string, { accountId: ofCall, actor }: CallContext): Asker | undefined =>
  actor?.kind === 'session' && ofCall === accountId ? { accountId, memberId: actor.memberId } : undefined;
