import { Inject, Injectable } from '@nestjs/common';
import {
  accountNotFound,
  requestInvalid,
  RosterError,
  type PoolKeys,
  type PresetSet,
  type SeatKeys,
  type SeatPool,
} from '@roster/contracts';
import { PRESETS } from '@roster/service-kit';
import { In, type EntityManager } from 'typeorm';
import { BillingConfig } from '../config.js';
import { Clock } from '../periods/clock.js';
import { dayOf, startOf } from '../periods/day.js';
import { periodOf } from '../periods/period.js';
import { planOf } from '../plans/plan.js';
import { termsOf, type SeatTerms } from '../plans/terms.js';
import { SubscriptionEntity } from '../subscriptions/subscription.entity.js';
import {
  move,
  seatPool,
  seatsMissing,
  takeBack,
  type PoolReading,
  type SeatMove,
  type SeatState,
  type SeatVerb,
  type ShortPool,
} from './seat.js';
import { SeatKeyEntity, SeatPoolEntity } from './seat.entity.js';
import { awaitConfirmation, forgetConfirmations, lockPool, lockPools, markBought } from './seat.store.js';

/** A pool that lacks seats which can be bought. */
export interface SeatsToBuy extends ShortPool {
  /** Those of the requested seats that are not there. */
  readonly missing: number;
}

/**
 * Buys what is missing, in the transaction that takes the seats and under the locks of their pools, or rejects. Resolves
 * with the line of each pool.
 */
export type Buy = (missing: readonly SeatsToBuy[]) => Promise<ReadonlyMap<string, string>>;

/** The keys of one pool, and what the verb does to them at this moment. */
interface Decided extends PoolKeys {
  readonly reading: PoolReading;
  readonly moved: SeatMove;
}

/**
 * Takes and releases all seats. A change of a pool first locks the pool's row, and decides on what it reads after that.
 * So claims for the same pool are decided one after another, whichever replica they reach. The counts are written in
 * the same transaction as the keys, so they always match.
 *
 * A claim that changes nothing needs no lock: if the pool is full, or the seat is taken already, the answer was right
 * when it was read. So a thousand claims on the last seat do not queue up to be refused.
 *
 * All methods run in a transaction that has entered the account.
 */
@Injectable()
export class SeatLedger {
  constructor(
    private readonly clock: Clock,
    private readonly config: BillingConfig,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  /**
   * Reserves seats for all keys of all pools or for none. Rejects with `seat.released` where a key was released before, and
   * with `seat.limit-reached` or `seat.consent-required` where seats are missing and nobody buys them.
   */
  async reserve(
    manager: EntityManager,
    accountId: string,
    { seats, buy }: { seats: readonly PoolKeys[]; buy?: Buy | undefined },
  ): Promise<SeatPool[]> {
    const seen = await this.decideAll(manager, accountId, seats);
    if (!buy || sellsNoMore(missingIn(seen))) refuseMissing(seen);
    if (seen.every(({ moved }) => moved.keys.length === 0)) return seen.map(poolAfter);
    await lockPools(
      manager,
      accountId,
      seats.map(({ pool }) => pool),
    );
    let decided = await this.decideAll(manager, accountId, seats);
    const short = missingIn(decided);
    let lines: ReadonlyMap<string, string> = new Map();
    if (short.length > 0 && buy && !sellsNoMore(short)) {
      lines = await buy(short.map((each) => ({ ...shortPool(each), missing: each.moved.missing })));
      decided = await this.decideAll(manager, accountId, seats);
    }
    refuseMissing(decided);
    const bought = new Map(short.map(({ pool, moved }) => [pool, moved.missing]));
    for (const { pool, moved } of decided) {
      if (moved.keys.length > 0) await this.write(manager, { accountId, pool }, moved);
      const lineId = lines.get(pool);
      if (lineId)
        await markBought(manager, { accountId, pool, keys: moved.keys.slice(-(bought.get(pool) ?? 0)) }, lineId);
    }
    return decided.map(poolAfter);
  }

  /** Moves all keys or none. Rejects like {@link reserve}, and with `account.not-found` if there is no such account. */
  async move(manager: EntityManager, seats: SeatKeys, verb: SeatVerb): Promise<SeatPool> {
    const seen = await this.decide(manager, seats.accountId, seats, verb);
    refuseMissing([seen]);
    if (seen.moved.keys.length === 0) return poolAfter(seen);
    await lockPool(manager, seats.accountId, seats.pool);
    return poolAfter(await this.moveLocked(manager, seats, verb));
  }

  /** Frees the seats. Resolves with the keys that had one until now; the pool stays locked. */
  async release(manager: EntityManager, seats: SeatKeys): Promise<readonly string[]> {
    await lockPool(manager, seats.accountId, seats.pool);
    return (await this.moveLocked(manager, seats, 'release')).moved.keys;
  }

  /**
   * Records that what the keys were reserved for exists, so that nobody asks any more. Where it is known whose members are
   * still invited, their seats become reserved, and those of the others used. A used seat is asked about until that is known.
   */
  async confirm(manager: EntityManager, seats: SeatKeys, invitedIds?: readonly string[]): Promise<void> {
    const { accountId, pool, keys } = seats;
    await lockPool(manager, accountId, pool);
    await manager.update(SeatKeyEntity, { accountId, pool, key: In(keys) }, { confirmed: true });
    const rows = await manager.findBy(SeatKeyEntity, { accountId, pool, key: In(keys) });
    const inState = (state: SeatState, isInvited: boolean) =>
      rows.filter((row) => row.state === state && invitedIds?.includes(row.key) === isInvited).map(({ key }) => key);
    const settled = rows.filter(({ state }) => invitedIds || state !== 'used').map(({ key }) => key);
    await forgetConfirmations(manager, { accountId, pool, keys: settled });
    const used = inState('reserved', false);
    if (used.length > 0) await this.moveLocked(manager, { accountId, pool, keys: used }, 'use');
    await this.takeBack(manager, { accountId, pool, keys: inState('used', true) });
  }

  /**
   * Releases the keys that are still reserved and not confirmed, and resolves with them. Others do not change; the pool stays
   * locked.
   */
  async releaseUnconfirmed(manager: EntityManager, seats: SeatKeys): Promise<readonly string[]> {
    const { accountId, pool, keys } = seats;
    await lockPool(manager, accountId, pool);
    const where = { accountId, pool, key: In(keys), state: 'reserved', confirmed: false } as const;
    const waiting = (await manager.findBy(SeatKeyEntity, where)).map(({ key }) => key);
    await this.moveLocked(manager, { accountId, pool, keys: waiting }, 'release');
    await forgetConfirmations(manager, seats);
    return waiting;
  }

  /** All pools of the account that the preset names, `users` first. */
  async pools(manager: EntityManager, accountId: string): Promise<SeatPool[]> {
    const subscription = await manager.findOneBy(SubscriptionEntity, { accountId });
    if (!subscription) throw new RosterError(accountNotFound);
    const rows = await manager.findBy(SeatPoolEntity, { accountId });
    const { preset, planId, openedAt } = subscription;
    return this.terms(preset, planId).map((terms) => {
      const {
        used = 0,
        reserved = 0,
        bought = 0,
        unitPrice = null,
      } = rows.find(({ pool }) => pool === terms.pool) ?? {};
      const agreed = agreedTerms(terms, bought, unitPrice);
      return seatPool({ terms: agreed, renewsAt: this.renewsAt(agreed, openedAt) }, { used, reserved, bought });
    });
  }

  /**
   * Used seats become reserved again. Their members may come in at this moment, so it is asked again whether they have. The
   * caller has locked the pool's row.
   */
  private async takeBack(manager: EntityManager, seats: SeatKeys): Promise<void> {
    if (seats.keys.length === 0) return;
    const { counts } = await this.read(manager, seats);
    await this.write(manager, seats, takeBack(counts, seats.keys));
  }

  /** The caller has locked the pool's row. */
  private async moveLocked(manager: EntityManager, seats: SeatKeys, verb: SeatVerb): Promise<Decided> {
    const decided = await this.decide(manager, seats.accountId, seats, verb);
    refuseMissing([decided]);
    if (decided.moved.keys.length > 0) await this.write(manager, seats, decided.moved);
    return decided;
  }

  private async decideAll(manager: EntityManager, accountId: string, seats: readonly PoolKeys[]): Promise<Decided[]> {
    const decided: Decided[] = [];
    for (const each of seats) decided.push(await this.decide(manager, accountId, each, 'reserve'));
    return decided;
  }

  /** What the verb does to the pool as it is now. */
  private async decide(
    manager: EntityManager,
    accountId: string,
    { pool, keys }: PoolKeys,
    verb: SeatVerb,
  ): Promise<Decided> {
    const reading = await this.read(manager, { accountId, pool, keys });
    return { pool, keys, reading, moved: move(reading, verb, keys) };
  }

  /** One statement, so that plan, counts and keys belong to the same moment. */
  private async read(manager: EntityManager, { accountId, pool, keys }: SeatKeys): Promise<PoolReading> {
    const rows: {
      preset: string;
      plan_id: string;
      opened_at: Date;
      used: number;
      reserved: number;
      bought: number;
      unit_price: string | null;
      states: Record<string, SeatState>;
    }[] = await manager.query(
      `select s.preset, s.plan_id, s.opened_at, coalesce(p.used, 0) as used, coalesce(p.reserved, 0) as reserved,
           coalesce(p.bought, 0) as bought, p.unit_price,
           (select coalesce(jsonb_object_agg(k.key, k.state), '{}') from seat_keys k
            where k.account_id = $1 and k.pool = $2 and k.key = any($3::uuid[])) as states
         from subscriptions s left join seat_pools p on p.account_id = s.account_id and p.pool = $2
         where s.account_id = $1`,
      [accountId, pool, keys],
    );
    const [row] = rows;
    if (!row) throw new RosterError(accountNotFound);
    const { used, reserved, bought, unit_price: unitPrice } = row;
    const named = poolTerms(this.terms(row.preset, row.plan_id), pool);
    const terms = agreedTerms(named, bought, unitPrice === null ? null : Number(unitPrice));
    return {
      terms,
      counts: { used, reserved, bought },
      states: new Map(Object.entries(row.states)),
      renewsAt: this.renewsAt(terms, row.opened_at),
    };
  }

  private renewsAt({ interval }: SeatTerms, openedAt: Date): string | null {
    if (interval === null) return null;
    return startOf(periodOf(dayOf(openedAt), interval, dayOf(this.clock.now())).to).toISOString();
  }

  private terms(presetName: string, planId: string): SeatTerms[] {
    const preset = this.presets.get(presetName);
    const plan = preset && planOf(preset, planId);
    if (!preset || !plan)
      throw new Error(`This release does not know the preset ${presetName} with the plan ${planId}`);
    return termsOf(preset, plan);
  }

  private async write(
    manager: EntityManager,
    { accountId, pool }: Pick<SeatKeys, 'accountId' | 'pool'>,
    { keys, to, counts }: SeatMove,
  ): Promise<void> {
    await manager.query(
      `insert into seat_keys (account_id, pool, key, state, confirmed)
       select $1, $2, key, $4, $5 from unnest($3::uuid[]) as key
       on conflict (account_id, pool, key) do update set
         state = excluded.state, confirmed = seat_keys.confirmed or excluded.confirmed, changed_at = now()`,
      [accountId, pool, keys, to, to === 'used'],
    );
    await manager.update(SeatPoolEntity, { accountId, pool }, { used: counts.used, reserved: counts.reserved });
    const seats = { accountId, pool, keys: [...keys] };
    if (to === 'reserved') await awaitConfirmation(manager, seats, this.config.SEAT_CONFIRM_AFTER_SECONDS);
    else await forgetConfirmations(manager, seats);
  }
}

const poolNow = ({ reading }: Decided): SeatPool => seatPool(reading, reading.counts);
const poolAfter = ({ reading, moved }: Decided): SeatPool => seatPool(reading, moved.counts);

const sellsNoMore = (short: readonly Decided[]): boolean =>
  short.some(({ reading }) => reading.terms.overage === 'block');

const missingIn = (decided: readonly Decided[]): Decided[] => decided.filter(({ moved }) => moved.missing > 0);
const shortPool = (each: Decided): ShortPool => ({ pool: poolNow(each), requested: each.moved.requested });

function refuseMissing(decided: readonly Decided[]): void {
  const short = missingIn(decided);
  if (short.length > 0) throw seatsMissing(short.map(shortPool));
}

/** Seats that are added to bought ones cost no more than those were agreed to cost. */
function agreedTerms(terms: SeatTerms, bought: number, agreed: number | null): SeatTerms {
  if (terms.unitPrice === null || bought === 0 || agreed === null) return terms;
  return { ...terms, unitPrice: Math.min(terms.unitPrice, agreed) };
}

function poolTerms(terms: readonly SeatTerms[], pool: string): SeatTerms {
  const found = terms.find((term) => term.pool === pool);
  if (found) return found;
  throw new RosterError(requestInvalid, 'This product has no such seat pool', {
    details: { errors: [{ path: 'pool', code: 'unknown', message: `there is no pool ${pool}` }] },
  });
}
