import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { evaluateCheck } from '@roster/contracts';
import { AccessWorld } from '../../../../../test/access/access-world.js';
import { askable, clocksOf, furnish, type FurnishedAccount } from '../../../../../test/decisions/account-rows.js';
import { questionOf } from '../../../../../test/decisions/account-policy.js';
import { SUITES } from '../../../../../test/decisions/suites.js';
import { testPresets } from '../../../../../test/presets/presets.js';

let world: AccessWorld;
const presets = testPresets();

beforeAll(async () => {
  world = await AccessWorld.create();
});
afterAll(() => world.close());

const suites = SUITES.filter(({ account }) => !account.partners);

describe.each(suites)('Decisions over the bus: $name', ({ preset, account, cases }) => {
  const accounts = new Map<number, FurnishedAccount>();
  const catalogue = presets.catalogue(preset);

  beforeAll(async () => {
    for (const later of clocksOf(cases)) {
      const { id, owner } = await world.account({ preset });
      accounts.set(later, await furnish(world.test.adminUrl, { accountId: id, ownerId: owner }, account, later));
    }
  });

  it.each(cases.filter(askable))('$title', async (decisionCase) => {
    const { ask, want } = decisionCase;
    const { until, ...decision } = want;
    const there = accounts.get(ask.later ?? 0)!;
    const { accountId, version: atLeast } = there;
    const ownerProperty = catalogue?.ownerPropertyOf(ask.record?.type ?? '');
    const question = questionOf(decisionCase, there.idOf, ownerProperty);

    const answer = await world.rpc.call(evaluateCheck, { accountId, atLeast, ...question });
    expect(answer).toEqual({
      ...decision,
      version: expect.any(Number),
      ...(until !== undefined && { until: new Date(there.realTime(until)).toISOString() }),
    });
  });
});
