import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getSubscription, listPlans, openSubscription, planUnknown, presetUnknown } from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { answerChecks } from '../../../../test/harness/decisions.js';
import type { Peer } from '../../../../test/harness/peer.js';
import { ServiceWorld } from '../../../../test/harness/service.js';
import { query } from '../../../../test/harness/statements.js';
import { BillingModule, entities } from '../billing.module.js';
import { BillingConfig } from '../config.js';
import { migrations } from '../migrations/index.js';

const example = readFileSync(new URL('../../../../test/presets/certification.json', import.meta.url), 'utf8');
const plan = (id: string, more: object = {}) => ({
  id,
  name: id,
  price: 100,
  currency: 'USD',
  interval: 'year',
  included: {},
  features: [],
  ...more,
});

const as = (accountId: string) => ({
  accountId,
  actor: { kind: 'session', memberId: uuidv7(), userId: uuidv7(), sessionId: uuidv7() } as const,
});

describe('plans', () => {
  let world: ServiceWorld<BillingConfig>;
  let identity: Peer;
  let gateway: Peer;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'roster-plans-'));
    sell(plan('open'), plan('hidden', { public: false }), plan('old'));
    const options = { context: 'billing', config: BillingConfig, entities, migrations } as const;
    world = await ServiceWorld.create(BillingModule, {
      ...options,
      entities: [...entities],
      migrations: [...migrations],
    });
    const { stop } = await world.start({ settings: { ROSTER_PRESETS_DIR: folder } });
    [identity, gateway] = [await world.peer('identity'), await world.peer('gateway')];
    answerChecks(await world.peer('access'), () => ({ allowed: true, reason: 'role', scope: ['all'], version: 1 }));
    own = await account('old');
    await stop();
    sell(plan('open'), plan('hidden', { public: false }), plan('old', { closed: true }));
    await world.start({ settings: { ROSTER_PRESETS_DIR: folder } });
  });
  afterAll(async () => {
    await world.close();
    rmSync(folder, { recursive: true });
  });

  /** The account that has the plan `old` since before it was closed. */
  let own: string;

  function sell(...plans: object[]): void {
    const preset = { ...JSON.parse(example), name: 'shop', plans, defaultPlan: 'open' };
    writeFileSync(join(folder, 'shop.json'), JSON.stringify(preset));
  }

  async function account(planId?: string): Promise<string> {
    const accountId = uuidv7();
    const input = { accountId, preset: 'shop', ownerMemberId: uuidv7(), ...(planId && { planId }) };
    await identity.call(openSubscription, input);
    return accountId;
  }

  const listed = async (...ask: [object, ReturnType<typeof as>?]) =>
    (await gateway.call(listPlans, ...ask)).items.map(({ id }) => id);

  it('are those of a product that can be chosen, for anybody who asks', async () => {
    const { items } = await gateway.call(listPlans, { preset: 'ontraport' });
    expect(items.map(({ id, price, included }) => [id, price, included['users']])).toEqual([
      ['basic', 2900, 1],
      ['plus', 9900, 2],
      ['pro', 14_900, 3],
      ['enterprise', 29_900, 5],
      ['free', 0, 3],
      ['team', 4900, 10],
      ['business', 19_900, 50],
    ]);
    expect(items[0]).toEqual({
      id: 'basic',
      name: 'Basic',
      price: 2900,
      currency: 'USD',
      interval: 'month',
      included: { users: 1 },
      features: [],
    });
    expect(await listed({ preset: 'shop' })).toEqual(['open']);
    for (const nowhere of [{}, { preset: 'nowhere' }]) {
      const refused = expect.objectContaining({ code: presetUnknown.code });
      await expect(gateway.call(listPlans, nowhere)).rejects.toEqual(refused);
    }
  });

  it('are those of one’s own product for who is signed in, with the plan that the account has', async () => {
    expect(await listed({}, as(await account()))).toEqual(['open']);
    expect(await listed({}, as(own))).toEqual(['open', 'old']);
    expect(await listed({ preset: 'jaicp' }, as(own))).toEqual(['free', 'team', 'business']);
    expect((await gateway.call(getSubscription, {}, as(own))).plan).toMatchObject({ id: 'old', interval: 'year' });
  });

  it.each(['hidden', 'old', 'gold'])('cannot be chosen where they are not offered: %s', async (planId) => {
    await expect(account(planId)).rejects.toMatchObject({ code: planUnknown.code, details: { choices: ['open'] } });
  });

  it('that accounts have are in every preset: the start is refused without them', async () => {
    expect(await query(world.database.adminUrl, `select plan_id from plans_in_use order by 1`)).toEqual([
      { plan_id: 'old' },
      { plan_id: 'open' },
    ]);
    sell(plan('open'));
    await expect(world.start({ settings: { ROSTER_PRESETS_DIR: folder } })).rejects.toThrow(
      'shop.json lacks the plan "old", which accounts have',
    );
    sell(plan('open'), plan('old', { closed: true }));
    await world.start({ settings: { ROSTER_PRESETS_DIR: folder } });
  });
});
