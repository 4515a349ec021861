import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  openSubscription,
  releaseSeats,
  reserveSeats,
  RosterError,
  seatLimitReached,
  serviceTimeout,
  serviceUnavailable,
  useSeats,
  type RpcContract,
  type SeatKeys,
  type SeatPool,
} from '@roster/contracts';
import { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Peer } from '../../../../test/harness/peer.js';
import { ServiceWorld } from '../../../../test/harness/service.js';
import { BillingModule, entities } from '../billing.module.js';
import { BillingConfig } from '../config.js';
import { migrations } from '../migrations/index.js';

const options = { context: 'billing', config: BillingConfig, entities, migrations } as const;

const ids = (count: number) => Array.from({ length: count }, () => uuidv7());

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

type Verb = RpcContract<SeatKeys, SeatPool>;

/** P7: three replicas with pools of their own on one database, asked over a real bus. */
describe('the gate of the seats, under load', () => {
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
  }, 60_000);

  afterAll(async () => {
    await observer.end();
    await world.close();
  }, 30_000);

  /** An account of the plan `team`, ten seats, the owner's taken. */
  async function account(): Promise<string> {
    const accountId = uuidv7();
    await identity.call(openSubscription, { accountId, preset: 'ortto', planId: 'team', ownerMemberId: uuidv7() });
    return accountId;
  }

  /** `granted`, or the code of the refusal. Where there was no answer in time the same claim is simply sent again. */
  async function outcome(verb: Verb, accountId: string, ...keys: string[]): Promise<string> {
    for (;;) {
      try {
        await identity.call(verb, { accountId, pool: 'users', keys });
        return 'granted';
      } catch (error) {
        if (!(error instanceof RosterError)) throw error;
        if (!error.is(serviceTimeout) && !error.is(serviceUnavailable)) return error.code;
      }
    }
  }

  /** Used and reserved: as the pool says, and as the keys are, at one instant. */
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

  /** Looks at the seats for as long as `work` takes, counters and keys alike. */
  async function sampled<T>(accountId: string, work: Promise<T>): Promise<{ result: T; samples: number[] }> {
    const samples: number[] = [];
    const over = new AbortController();
    const sampling = (async () => {
      while (!over.signal.aborted) {
        const { pool, keys } = await counted(accountId);
        expect(pool).toEqual(keys);
        samples.push(sum(pool));
        await delay(2);
      }
    })();
    try {
      return { result: await work, samples };
    } finally {
      over.abort();
      await sampling;
    }
  }

  it('grants the last seat to one of 1000 claims', async () => {
    const accountId = await account();
    await identity.call(reserveSeats, { accountId, pool: 'users', keys: ids(8) });
    const claims = Promise.all(ids(1_000).map((key) => outcome(reserveSeats, accountId, key)));
    const { result, samples } = await sampled(accountId, claims);

    expect(result.filter((answer) => answer === 'granted')).toHaveLength(1);
    expect(result.filter((answer) => answer === seatLimitReached.code)).toHaveLength(999);
    expect(samples.length).toBeGreaterThan(10);
    expect(Math.max(...samples)).toBe(10);
    expect(await counted(accountId)).toEqual({ pool: [1, 9], keys: [1, 9] });
  }, 30_000);

  it('gives a batch all its seats or none, however many batches race', async () => {
    const accountId = await account();
    const batches = Array.from({ length: 30 }, () => ids(4));
    const answers = await Promise.all(batches.map((keys) => outcome(reserveSeats, accountId, ...keys)));

    expect(answers.filter((answer) => answer === 'granted')).toHaveLength(2);
    expect(await counted(accountId)).toEqual({ pool: [1, 8], keys: [1, 8] });
  }, 30_000);

  it('agrees on one order where the same keys are reserved, used and released at once', async () => {
    const accountId = await account();
    const keys = ids(40);
    const verbs = [reserveSeats, useSeats, releaseSeats];
    const work = Promise.all(keys.flatMap((key) => verbs.map((verb) => outcome(verb, accountId, key))));
    const { result, samples } = await sampled(accountId, work);

    expect(new Set(result)).not.toContain('internal');
    expect(Math.max(...samples)).toBeLessThanOrEqual(10);
    // Each key was released at some point, which is final.
    expect(await counted(accountId)).toEqual({ pool: [1, 0], keys: [1, 0] });
  }, 30_000);

  it('opens an account once, however often it is asked to at the same time', async () => {
    const accountId = uuidv7();
    const owners = ids(20);
    const plans = ['team', 'business'];
    const opened = await Promise.all(
      owners.map((ownerMemberId, index) =>
        identity.call(openSubscription, { accountId, preset: 'ortto', planId: plans[index % 2] ?? '', ownerMemberId }),
      ),
    );
    expect(new Set(opened.map(({ plan }) => plan.id)).size).toBe(1);
    expect(await counted(accountId)).toEqual({ pool: [1, 0], keys: [1, 0] });
  }, 30_000);
});
