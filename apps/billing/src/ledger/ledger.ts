import { Inject, Injectable } from '@nestjs/common';
import {
  accountNotFound,
  requestInvalid,
  RosterError,
  type PresetSet,
  type SeatKeys,
  type SeatPool,
} from '@roster/contracts';
import { PRESETS } from '@roster/service-kit';
import { In, type EntityManager } from 'typeorm';
import { BillingConfig } from '../config.js';
import { planOf } from '../plans/plan.js';
import { termsOf, type SeatTerms } from '../plans/terms.js';
import { SubscriptionEntity } from '../subscriptions/subscription.entity.js';
import { move, seatPool, takeBack, type SeatCounts, type SeatMove, type SeatState, type SeatVerb } from './seat.js';
import { SeatKeyEntity, SeatPoolEntity } from './seat.entity.js';

interface PoolReading {
  readonly terms: SeatTerms;
  readonly counts: SeatCounts;
  readonly states: ReadonlyMap<string, SeatState>;
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
    private readonly config: BillingConfig,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  /** Moves all keys or none. Rejects like {@link move}, and with `account.not-found` if there is no such account. */
  async move(manager: EntityManager, seats: SeatKeys, verb: SeatVerb): Promise<SeatPool> {
    const { moved, seen } = await this.decide(manager, seats, verb);
    if (moved.keys.length === 0) return seen;
    await lock(manager, seats.accountId, seats.pool);
    return this.moveLocked(manager, seats, verb);
  }

  /**
   * Records that what the keys were reserved for exists, so that nobody asks any more. Where it is known whose members are
   * still invited, their seats become reserved, and those of the others used. A used seat is asked about until that is known.
   */
  async confirm(manager: EntityManager, seats: SeatKeys, invitedIds?: readonly string[]): Promise<void> {
    const { accountId, pool, keys } = seats;
    await lock(manager, accountId, pool);
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

  /** Releases the keys that are still reserved and not confirmed. Others do not change. */
  async releaseUnconfirmed(manager: EntityManager, seats: SeatKeys): Promise<void> {
    const { accountId, pool, keys } = seats;
    await lock(manager, accountId, pool);
    const where = { accountId, pool, key: In(keys), state: 'reserved', confirmed: false } as const;
    const waiting = await manager.findBy(SeatKeyEntity, where);
    await this.moveLocked(manager, { accountId, pool, keys: waiting.map(({ key }) => key) }, 'release');
    await forgetConfirmations(manager, seats);
  }

  /** All pools of the account that the preset names, `users` first. */
  async pools(manager: EntityManager, accountId: string): Promise<SeatPool[]> {
    const subscription = await manager.findOneBy(SubscriptionEntity, { accountId });
    if (!subscription) throw new RosterError(accountNotFound);
    const rows = await manager.findBy(SeatPoolEntity, { accountId });
    const counts = new Map(rows.map(({ pool, used, reserved }) => [pool, { used, reserved }]));
    return this.terms(subscription.preset, subscription.planId).map((terms) =>
      seatPool(terms, counts.get(terms.pool) ?? { used: 0, reserved: 0 }),
    );
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
  private async moveLocked(manager: EntityManager, seats: SeatKeys, verb: SeatVerb): Promise<SeatPool> {
    const { moved, seen } = await this.decide(manager, seats, verb);
    if (moved.keys.length > 0) await this.write(manager, seats, moved);
    return seen;
  }

  /** What the verb does to the pool as it is now, and how the pool looks afterwards. */
  private async decide(
    manager: EntityManager,
    seats: SeatKeys,
    verb: SeatVerb,
  ): Promise<{ moved: SeatMove; seen: SeatPool }> {
    const { terms, counts, states } = await this.read(manager, seats);
    const moved = move(terms, counts, states, verb, seats.keys);
    return { moved, seen: seatPool(terms, moved.counts) };
  }

  /** One statement, so that plan, counts and keys belong to the same moment. */
  private async read(manager: EntityManager, { accountId, pool, keys }: SeatKeys): Promise<PoolReading> {
    const rows: {
      preset: string;
      plan_id: string;
      used: number;
      reserved: number;
      states: Record<string, SeatState>;
    }[] = await manager.query(
      `select s.preset, s.plan_id, coalesce(p.used, 0) as used, coalesce(p.reserved, 0) as reserved,
           (select coalesce(jsonb_object_agg(k.key, k.state), '{}') from seat_keys k
            where k.account_id = $1 and k.pool = $2 and k.key = any($3::uuid[])) as states
         from subscriptions s left join seat_pools p on p.account_id = s.account_id and p.pool = $2
         where s.account_id = $1`,
      [accountId, pool, keys],
    );
    const [row] = rows;
    if (!row) throw new RosterError(accountNotFound);
    const terms = poolTerms(this.terms(row.preset, row.plan_id), pool);
    return { terms, counts: { used: row.used, reserved: row.reserved }, states: new Map(Object.entries(row.states)) };
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
    if (to === 'reserved') await this.awaitConfirmation(manager, { accountId, pool, keys: [...keys] });
    else await forgetConfirmations(manager, { accountId, pool, keys: [...keys] });
  }

  private async awaitConfirmation(manager: EntityManager, { accountId, pool, keys }: SeatKeys): Promise<void> {
    await manager.query(
      `insert into seat_confirmations (account_id, pool, key, due_at)
       select $1, $2, key, now() + make_interval(secs => $4) from unnest($3::uuid[]) as key`,
      [accountId, pool, keys, this.config.SEAT_CONFIRM_AFTER_SECONDS],
    );
  }
}

/** Deletes the keys from the list of those that identity is asked about. */
async function forgetConfirmations(manager: EntityManager, { accountId, pool, keys }: SeatKeys): Promise<void> {
  await manager.query('delete from seat_confirmations where account_id = $1 and pool = $2 and key = any($3::uuid[])', [
    accountId,
    pool,
    keys,
  ]);
}

/** Locks the pool's row, so that changes of a pool run one after another. Creates the row for a new pool. */
async function lock(manager: EntityManager, accountId: string, pool: string): Promise<void> {
  const parameters = [accountId, pool];
  const locking = 'select from seat_pools where account_id = $1 and pool = $2 for update';
  const locked: unknown[] = await manager.query(locking, parameters);
  if (locked.length > 0) return;
  await manager.query('insert into seat_pools (account_id, pool) values ($1, $2) on conflict do nothing', parameters);
  await manager.query(locking, parameters);
}

function poolTerms(terms: readonly SeatTerms[], pool: string): SeatTerms {
  const found = terms.find((term) => term.pool === pool);
  if (found) return found;
  throw new RosterError(requestInvalid, 'This product has no such seat pool', {
    details: { errors: [{ path: 'pool', code: 'unknown', message: `there is no pool ${pool}` }] },
  });
}
