import { Injectable } from '@nestjs/common';
import { quoteExpired, RosterError, type SeatKeys } from '@roster/contracts';
import { In, type EntityManager } from 'typeorm';
import type { ConsentEntity } from '../consents/consent.entity.js';
import { ConsentsService } from '../consents/consents.service.js';
import { InviterLimit } from '../consents/inviter-limit.js';
import { SeatLedger, type Buy, type SeatsToBuy } from '../ledger/ledger.js';
import { SeatKeyEntity } from '../ledger/seat.entity.js';
import { seatsMissing } from '../ledger/seat.js';
import { Clock } from '../periods/clock.js';
import { dayOf, dayOfIso, isoOf } from '../periods/day.js';
import { PlansService } from '../plans/plans.service.js';
import { chargedDay, lockSubscription } from '../subscriptions/subscription.store.js';
import type { Asker } from '../quotes/quote.store.js';
import { seatCharge } from '../quotes/seat-lines.js';
import { seatPrice, type SeatPrice } from '../quotes/terms.js';
import { allowancesOf } from '../settings/allowances.js';
import type { SubscriptionEntity } from '../subscriptions/subscription.entity.js';
import { InvoiceLineEntity } from '../invoices/invoice-line.entity.js';
import { addToDraft, reduceLine } from '../invoices/draft.js';

interface Priced {
  readonly toBuy: SeatsToBuy;
  readonly price: SeatPrice;
}

/** Where only the amount counts. */
const UNNAMED = { pool: '', label: '' };

/** Buys the seats that somebody takes, and gives them back where nothing came of it. */
@Injectable()
export class Purchases {
  constructor(
    private readonly clock: Clock,
    private readonly consents: ConsentsService,
    private readonly inviterLimit: InviterLimit,
    private readonly ledger: SeatLedger,
    private readonly plans: PlansService,
  ) {}

  /** By the consent of the person who asks. It covers its quote's seats at its quote's price, and no more. */
  byConsent(manager: EntityManager, asker: Asker, consentId: string): Buy {
    return async (missing) => {
      const { accountId } = asker;
      const subscription = await lockSubscription(manager, accountId);
      const consent = await this.consents.usable(manager, asker, consentId);
      const priced = missing.map((toBuy) => ({ toBuy, price: this.covered(subscription, consent, toBuy) }));
      if (!consent.editsBilling) {
        const wanted = missing.reduce((sum, each) => sum + each.missing, 0);
        await this.inviterLimit.requireLeft(manager, accountId, wanted);
      }
      await this.consents.use(manager, consent);
      return this.buy(manager, subscription, { priced, consentId });
    };
  }

  /** Without a person: as many as the account buys by itself, at the price that it agreed to. */
  automatically(manager: EntityManager, accountId: string): Buy {
    return async (missing) => {
      const subscription = await lockSubscription(manager, accountId);
      const { autoBuy } = allowancesOf(subscription, this.plans.preset(subscription.preset));
      const priced = missing.map((toBuy): Priced => {
        const price = seatPrice(toBuy.pool, toBuy.missing);
        const { upTo = 0, unitAmount = 0 } = autoBuy[toBuy.pool.pool] ?? {};
        const isAllowed = price && toBuy.pool.bought + toBuy.missing <= upTo && price.unitAmount <= unitAmount;
        if (!isAllowed) throw seatsMissing(missing);
        return { toBuy, price };
      });
      return this.buy(manager, subscription, { priced, consentId: null });
    };
  }

  /**
   * Takes back what was bought for keys that came to nothing and were just released, while its line stands on the draft.
   * Seats in which somebody else sits by now stay. The pool is locked.
   */
  async undo(manager: EntityManager, { accountId, pool, keys }: SeatKeys): Promise<void> {
    if (keys.length === 0) return;
    const rows = await manager.findBy(SeatKeyEntity, { accountId, pool, key: In(keys) });
    for (const lineId of new Set(rows.flatMap(({ lineId: id }) => id ?? []))) {
      const released = rows.filter((row) => row.lineId === lineId).length;
      const left = (await this.ledger.pools(manager, accountId)).find((each) => each.pool === pool);
      const unused = Math.min(released, left?.available ?? 0, left?.bought ?? 0);
      if (unused > 0) await this.takeBack(manager, { accountId, pool, lineId }, unused);
    }
  }

  /**
   * Rejects with `quote.expired` where the seats cost more by now, or more of them are missing. A consent to another plan is
   * about the seats of that plan, and buys none now.
   */
  private covered(
    subscription: SubscriptionEntity,
    { terms }: ConsentEntity,
    { pool, missing }: SeatsToBuy,
  ): SeatPrice {
    const [anchor, today] = [dayOf(subscription.openedAt), chargedDay(subscription, this.clock.now())];
    const agreed = terms.seats[pool.pool];
    const price = seatPrice(pool, missing);
    const isCovered =
      agreed &&
      price &&
      !terms.plan &&
      missing <= agreed.quantity &&
      price.unitAmount <= agreed.unitAmount &&
      price.interval === agreed.interval &&
      price.currency === agreed.currency &&
      seatCharge(anchor, today, UNNAMED, price).amount <=
        seatCharge(anchor, dayOfIso(terms.day), UNNAMED, { ...agreed, quantity: missing }).amount;
    if (!isCovered) throw new RosterError(quoteExpired);
    return price;
  }

  private async buy(
    manager: EntityManager,
    subscription: SubscriptionEntity,
    { priced, consentId }: { priced: readonly Priced[]; consentId: string | null },
  ): Promise<ReadonlyMap<string, string>> {
    const { accountId, openedAt, preset } = subscription;
    const now = this.clock.now();
    const [anchor, today] = [dayOf(openedAt), chargedDay(subscription, now)];
    const { seatPools } = this.plans.preset(preset);
    const lines = new Map<string, string>();
    for (const { toBuy, price } of priced) {
      const { pool } = toBuy.pool;
      const { quantity, unitAmount } = price;
      const charge = seatCharge(anchor, today, { pool, label: seatPools[pool]?.label ?? pool }, price);
      const [id = ''] = await addToDraft(manager, accountId, [charge], { consentId, now });
      await manager.query(
        'update seat_pools set bought = bought + $3, unit_price = $4 where account_id = $1 and pool = $2',
        [accountId, pool, quantity, unitAmount],
      );
      lines.set(pool, id);
    }
    return lines;
  }

  private async takeBack(
    manager: EntityManager,
    { accountId, pool, lineId }: { accountId: string; pool: string; lineId: string },
    count: number,
  ): Promise<void> {
    const lock = { mode: 'pessimistic_write' } as const;
    const line = await manager.findOne(InvoiceLineEntity, { where: { accountId, id: lineId }, lock });
    // What its period has come to an end for was charged again, for those who are there now.
    if (!line || line.invoiceId !== null || line.toDay <= isoOf(dayOf(this.clock.now()))) return;
    // Some of its seats may have become a part of the plan since.
    const taken = Math.min(count, line.quantity);
    await reduceLine(manager, line, taken);
    const sql = 'update seat_pools set bought = bought - $3 where account_id = $1 and pool = $2';
    await manager.query(sql, [accountId, pool, taken]);
    const { consentId } = line;
    const isNothingLeft = consentId !== null && !(await manager.existsBy(InvoiceLineEntity, { accountId, consentId }));
    if (isNothingLeft) await this.consents.giveBack(manager, { accountId, id: consentId });
  }
}
