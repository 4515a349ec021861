import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSubscription, seatLimitReached, type SeatKeys, type SeatPool } from '@roster/contracts';
import { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { answered, compete, settled } from '../../../../test/harness/once-of-many.js';
import type { Peer } from '../../../../test/harness/peer.js';
import { release, reserve, use } from '../../../../test/harness/seats.js';
import { RIVALS } from '../../../../test/harness/scale.js';
import { ServiceWorld } from '../../../../test/harness/service.js';
import { BillingModule, entities } from '../billing.module.js';
import { BillingConfig } from '../config.js';
import { migrations } from '../migrations/index.js';

const options = { context: 'billing', config: BillingConfig, entities, migrations } as const;

const ids = (count: number) => Array.from({ length: count }, () => uuidv7());

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

type Verb = (identity: Peer, seats: SeatKeys) => Promise<SeatPool>;

/** P7: three replicas, each with its own connections to one database, asked over a real bus. */
describe('the seat ledger under load', () => {
  let world: ServiceWorld<BillingConfig>;
  let identity: Peer;
  let observer: Client;

  beforeAll(async () => {
    world = await ServiceWorld.create(BillingModule, {
      ...options,
      entities: [...entities],
      migrations: [...migrations],
    });
    for (let replica = 0; replica < 3; replica += 1) await world.start();
    identity = await world.peer('identity');
    observer = new Client({ connectionString: world.database.adminUrl });
    await observer.connect();
  });

  afterAll(async () => {
    await observer.end();
    await world.close();
  });

  /** An account on the plan `team`: ten seats, of which the owner has one. */
  async function account(): Promise<string> {
    const accountId = uuidv7();
    await identity.call(openSubscription, { accountId, preset: 'ortto', planId: 'team', ownerMemberId: uuidv7() });
    return accountId;
  }

  const claim = (verb: Verb, accountId: string, keys: string[] = []) =>
    verb(identity, { accountId, pool: 'users', keys });

  /** The numbers of used and reserved seats, from the pool and from the keys, at the same time. */
  async function counted(accountId: string): Promise<{ pool: number[]; keys: number[] }> {
    const { rows } = await observer.query<{ pool: number[]; keys: number[] }>(
      `select array[p.used, p.reserved] as pool,
         (select array[count(*) filter (where state = 'used'), count(*) filter (where state = 'reserved')]::int[]
          from seat_keys k where k.account_id = p.account_id and k.pool = p.pool) as keys
       from seat_pools p where p.account_id = $1 and p.pool = 'users'`,
      [accountId],
    );
    return rows[0] ?? { pool: [], keys: [] };
  }

  const seats = async (accountId: string) => sum((await counted(accountId)).keys);

  /** Samples the seats while `work` runs and once after it, from counters and keys alike. */
  async function sampled<T>(accountId: string, work: Promise<T>): Promise<{ result: T; samples: number[] }> {
    const samples: number[] = [];
    const over = new AbortController();
    const sample = async () => {
      const { pool, keys } = await counted(accountId);
      expect(pool).toEqual(keys);
      samples.push(sum(pool));
    };
    const sampling = (async () => {
      while (!over.signal.aborted) {
        await sample();
        await delay(2);
      }
      await sample();
    })();
    try {
      return { result: await work, samples };
    } finally {
      over.abort();
      await sampling;
    }
  }

  it('grants the last seat to one, however many claim it', async () => {
    const accountId = await account();
    await reserve(identity, { accountId, pool: 'users', keys: ids(8) });
    const keys = ids(5 * RIVALS);
    const claims = compete({
      attempt: (rival) => claim(reserve, accountId, keys.slice(rival, rival + 1)),
      effects: () => seats(accountId),
      rivals: keys.length,
    });
    const { result, samples } = await sampled(accountId, claims);

    expect(result).toMatchObject({ effects: 1, told: 1, refusals: [seatLimitReached.code] });
    expect(Math.max(...samples)).toBe(10);
    expect(await counted(accountId)).toEqual({ pool: [1, 9], keys: [1, 9] });
  });

  it('gives a batch all its seats or none, however many batches race', async () => {
    const accountId = await account();
    const batches = Array.from({ length: RIVALS }, () => ids(4));
    const outcome = await compete({
      attempt: (rival) => claim(reserve, accountId, batches[rival]),
      effects: async () => (await seats(accountId)) / 4,
    });

    expect(outcome).toMatchObject({ effects: 2, told: 2, refusals: [seatLimitReached.code] });
    expect(await counted(accountId)).toEqual({ pool: [1, 8], keys: [1, 8] });
  });

  it('agrees on one order if the same keys are reserved, used and released at once', async () => {
    const accountId = await account();
    const keys = ids(40);
    const verbs = [reserve, use, release];
    const work = Promise.all(keys.flatMap((key) => verbs.map((verb) => settled(() => claim(verb, accountId, [key])))));
    const { result, samples } = await sampled(accountId, work);

    expect(new Set(result)).not.toContain('internal');
    expect(Math.max(...samples)).toBeLessThanOrEqual(10);
    // Each key was released at some point, which is final.
    expect(await counted(accountId)).toEqual({ pool: [1, 0], keys: [1, 0] });
  });

  it('opens an account once, however often it is asked to at the same time', async () => {
    const accountId = uuidv7();
    const owners = ids(RIVALS);
    const plans = ['team', 'business'];
    const opened = await Promise.all(
      owners.map((ownerMemberId, index) => {
        const planId = plans[index % 2] ?? '';
        return answered(() => identity.call(openSubscription, { accountId, preset: 'ortto', planId, ownerMemberId }));
      }),
    );
    expect(new Set(opened.map(({ plan }) => plan.id)).size).toBe(1);
    expect(await counted(accountId)).toEqual({ pool: [1, 0], keys: [1, 0] });
  });
});
