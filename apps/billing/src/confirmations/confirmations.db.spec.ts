import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  internal,
  invitationsExist,
  openSubscription,
  RosterError,
  useSeats,
  type KnownInvitations,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { eventually } from '../../../../test/harness/eventually.js';
import { query } from '../../../../test/harness/statements.js';
import type { Peer } from '../../../../test/harness/peer.js';
import { reserve } from '../../../../test/harness/seats.js';
import { ServiceWorld } from '../../../../test/harness/service.js';
import { BillingModule, entities } from '../billing.module.js';
import { BillingConfig } from '../config.js';
import { migrations } from '../migrations/index.js';

const settings = { SEAT_CONFIRM_AFTER_SECONDS: '1', SEAT_CONFIRM_EVERY_SECONDS: '1' };

describe('a reserved seat without an event', () => {
  let world: ServiceWorld<BillingConfig>;
  let identity: Peer;
  let stop: (() => void) | undefined;

  beforeAll(async () => {
    world = await ServiceWorld.create(BillingModule, {
      context: 'billing',
      config: BillingConfig,
      entities,
      migrations,
    });
    for (let replica = 0; replica < 2; replica += 1) await world.start({ settings });
    identity = await world.peer('identity');
  });

  afterEach(() => stop?.());
  afterAll(() => world.close());

  /** Sets identity's answers from now on. Returns the list to which every question is added. */
  function identityAnswers(answer: (memberIds: string[]) => KnownInvitations | undefined): string[][] {
    const questions: string[][] = [];
    stop = identity.answer(invitationsExist, ({ memberIds }) => {
      questions.push(memberIds);
      return answer(memberIds);
    });
    return questions;
  }

  async function reserved(count = 1): Promise<{ accountId: string; keys: string[] }> {
    const accountId = uuidv7();
    const keys = Array.from({ length: count }, () => uuidv7());
    await identity.call(openSubscription, { accountId, preset: 'ortto', planId: 'team', ownerMemberId: uuidv7() });
    await reserve(identity, { accountId, pool: 'users', keys });
    return { accountId, keys };
  }

  async function seat(key: string) {
    const [row] = await query(
      world.database.adminUrl,
      `select state, confirmed, exists (select from seat_confirmations c where c.key = k.key) as open
       from seat_keys k where key = $1`,
      [key],
    );
    return row;
  }

  const becomes = (key: string, state: string, confirmed: boolean) =>
    eventually(`the seat to be ${state}`, async () => {
      const row = await seat(key);
      return row?.['state'] === state && row['confirmed'] === confirmed && !row['open'] ? row : undefined;
    });

  it('is released on a definite no, and kept on a yes', async () => {
    const { accountId, keys } = await reserved(3);
    const [known = '', ...missing] = keys;
    identityAnswers((memberIds) => ({ memberIds: memberIds.filter((id) => id === known) }));

    await becomes(known, 'reserved', true);
    for (const key of missing) await becomes(key, 'released', false);
    const sql = `select reserved from seat_pools where account_id = $1 and pool = 'users'`;
    expect(await query(world.database.adminUrl, sql, [accountId])).toEqual([{ reserved: 1 }]);
  });

  it('is kept while identity is not connected, is silent, or fails, and asked about again', async () => {
    const { keys } = await reserved();
    const [key = ''] = keys;

    const unanswered = identityAnswers(() => undefined);
    await eventually('a question', async () => unanswered.find((ids) => ids.includes(key)));
    stop?.();
    const failed = identityAnswers(() => {
      throw new RosterError(internal);
    });
    await eventually('a question again', async () => failed.find((ids) => ids.includes(key)));
    expect(await seat(key)).toEqual({ state: 'reserved', confirmed: false, open: true });

    stop?.();
    identityAnswers((memberIds) => ({ memberIds }));
    await becomes(key, 'reserved', true);
  });

  it('does not wait for another account for which identity has no answer', async () => {
    const [{ keys: stuck }, ...others] = await Promise.all([reserved(), reserved(), reserved(), reserved()]);
    // All are due at the same time, so they are handled together, the account that fails first.
    const due = `update seat_confirmations set due_at = now() + interval '1 second' where key = any($1)`;
    for (const keys of [stuck, others.flatMap((other) => other.keys)]) {
      await query(world.database.adminUrl, due, [keys]);
    }
    const questions = identityAnswers((memberIds) => {
      if (memberIds.some((id) => stuck.includes(id))) throw new RosterError(internal);
      return { memberIds };
    });
    for (const { keys } of others) await becomes(keys[0] ?? '', 'reserved', true);
    await eventually('a question again', async () => {
      return questions.filter((ids) => ids.includes(stuck[0] ?? '')).length > 1 ? true : undefined;
    });
    expect(await seat(stuck[0] ?? '')).toEqual({ state: 'reserved', confirmed: false, open: true });
    stop?.();
    identityAnswers((memberIds) => ({ memberIds }));
    await becomes(stuck[0] ?? '', 'reserved', true);
  });

  it('is not taken from a member who came in while identity was being asked', async () => {
    const { accountId, keys } = await reserved();
    const [key = ''] = keys;
    let used: Promise<unknown> | undefined;
    const bus = await world.peer('identity');
    const answerLate = identityAnswers((memberIds) => {
      if (memberIds.includes(key)) used ??= bus.call(useSeats, { accountId, pool: 'users', keys: [key] });
      return { memberIds: [] };
    });
    await eventually('the question', async () => answerLate.find((ids) => ids.includes(key)));
    const outcome = await used?.then(
      () => 'used',
      () => 'released',
    );
    // Whichever came first has won, and both agree on it.
    expect((await becomes(key, outcome ?? '', outcome === 'used'))['state']).toBe(outcome);
  });

  it('is asked about by one replica at a time', async () => {
    const questions = identityAnswers((memberIds) => ({ memberIds }));
    const { keys } = await reserved(8);
    for (const key of keys) await becomes(key, 'reserved', true);
    const asked = questions.flat().filter((id) => keys.includes(id));
    expect(asked.toSorted()).toEqual(keys.toSorted());
  });
});
