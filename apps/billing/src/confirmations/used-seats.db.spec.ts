import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { invitationsExist, openSubscription, useSeats } from '@roster/contracts';
import type { QueryRunner } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { eventually } from '../../../../test/harness/eventually.js';
import type { Peer } from '../../../../test/harness/peer.js';
import { reserve } from '../../../../test/harness/seats.js';
import { ServiceWorld } from '../../../../test/harness/service.js';
import { query } from '../../../../test/harness/statements.js';
import { BillingModule, entities } from '../billing.module.js';
import { BillingConfig } from '../config.js';
import { AskAboutUsedSeats1764600050000 } from '../migrations/1764600050000-AskAboutUsedSeats.js';
import { migrations } from '../migrations/index.js';

const settings = { SEAT_CONFIRM_AFTER_SECONDS: '1', SEAT_CONFIRM_EVERY_SECONDS: '1' };
const pool = 'users';

/** Seats of an earlier release, which used them before their members were in, and may have died then. */
describe('used seats from before the upgrade', () => {
  let world: ServiceWorld<BillingConfig>;
  let identity: Peer;
  const [accountId, ownerMemberId] = [uuidv7(), uuidv7()];
  const [invited, active, coming, gone] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()] as const;
  const allUsed = Object.fromEntries([ownerMemberId, invited, active, coming, gone].map((id) => [id, 'used']));
  const questions: string[] = [];
  /** As identity says it. Its earlier releases do not. */
  let stillInvited: ((asked: readonly string[]) => string[]) | undefined;

  beforeAll(async () => {
    world = await ServiceWorld.create(BillingModule, {
      context: 'billing',
      config: BillingConfig,
      entities,
      migrations,
    });
    await world.start({ settings });
    identity = await world.peer('identity');
    await identity.call(openSubscription, { accountId, preset: 'ortto', planId: 'team', ownerMemberId });
    const keys = [invited, active, coming, gone];
    await reserve(identity, { accountId, pool, keys });
    await identity.call(useSeats, { accountId, pool, keys });
    identity.answer(invitationsExist, ({ memberIds }) => {
      questions.push(...memberIds);
      const known = { memberIds: memberIds.filter((id) => id !== gone) };
      return stillInvited ? { ...known, invitedIds: stillInvited(memberIds) } : known;
    });
    const asMigration = { query: (sql: string) => query(world.database.migrationUrl, sql) };
    await new AskAboutUsedSeats1764600050000().up(asMigration as unknown as QueryRunner);
  });
  afterAll(() => world.close());

  const states = () =>
    query(world.database.adminUrl, 'select key, state from seat_keys where account_id = $1', [accountId]).then(
      (rows) => Object.fromEntries(rows.map(({ key, state }) => [key, state])) as Record<string, string>,
    );
  const waiting = async () =>
    (await query(world.database.adminUrl, 'select key from seat_confirmations')).map(({ key }) => key);
  const asked = (key: string, times: number) =>
    eventually('the questions', async () => questions.filter((id) => id === key).length >= times || undefined);

  it('stay as they are, and are asked about again, while identity cannot say who is still invited', async () => {
    await asked(invited, 2);
    expect(await states()).toEqual(allUsed);
    expect(await waiting()).toEqual(expect.arrayContaining([invited, active, coming]));
  });

  it('are reserved again where their members are still invited, and used once those are in', async () => {
    let timesAsked = 0;
    // Comes in while their seat is being taken back, so that their own event has moved nothing.
    stillInvited = (memberIds) => (memberIds.includes(coming) && ++timesAsked === 1 ? [invited, coming] : [invited]);
    await eventually('all to be settled', async () => (await waiting()).length === 0 || undefined);
    expect(timesAsked).toBe(2);
    expect(await states()).toEqual({ ...allUsed, [invited]: 'reserved' });
    const counts = 'select used, reserved from seat_pools where account_id = $1';
    expect(await query(world.database.adminUrl, counts, [accountId])).toEqual([{ used: 4, reserved: 1 }]);
  });
});
