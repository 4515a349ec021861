import { beforeAll, describe, expect, it } from '@jest/globals';
import { askable, clocksOf, furnish, type FurnishedAccount } from '../decisions/account-rows.js';
import { questionOf } from '../decisions/account-policy.js';
import type { DecisionSuite } from '../decisions/decision-case.js';
import { SUITES } from '../decisions/suites.js';
import { databaseUrl } from '../harness/administrator.js';
import { openAccount, type Person } from '../harness/people.js';
import { sharedSystem } from '../harness/system.js';
import { testPresets } from '../presets/presets.js';

/** A suite's account at one clock, and its owner's session. */
interface Opened {
  readonly owner: Person;
  readonly account: FurnishedAccount;
}

const presets = testPresets();
const roster = sharedSystem();

/** Signs up as a customer does, whatever the product; then the account is filled in access. */
async function open({ preset, account }: DecisionSuite, later: number): Promise<Opened> {
  const owner = await openAccount(roster, { preset });
  const opened = { accountId: owner.accountId, ownerId: owner.memberId };
  return { owner, account: await furnish(databaseUrl(roster, 'access'), opened, account, later) };
}

const suites = SUITES.filter(({ account }) => !account.partners);

describe.each(suites)('Decisions over HTTP: $name', (suite) => {
  const { account: fixture, cases, preset } = suite;
  const opened = new Map<number, Opened>();

  beforeAll(async () => {
    for (const later of clocksOf(cases)) opened.set(later, await open(suite, later));
  });

  it.each(cases.filter(askable))('$title', async (decisionCase) => {
    const { ask, want } = decisionCase;
    const { until, ...decision } = want;
    const { owner, account } = opened.get(ask.later ?? 0)!;
    const ownerProperty = presets.catalogue(preset)?.ownerPropertyOf(ask.record?.type ?? '');
    const checks = [questionOf(decisionCase, account.idOf, ownerProperty)];

    const { status, body } = await owner.api.post('/v1/checks', { checks, atLeast: account.version });
    if (fixture.status === 'suspended' && ask.member !== fixture.owner) {
      // Asking about others takes a permission, and this account gives none.
      expect([status, body.code, body.details.reason]).toEqual([403, 'permission.denied', 'account_suspended']);
      return;
    }
    expect(status).toBe(200);
    expect(body.results).toEqual([
      {
        ...decision,
        version: expect.any(Number),
        ...(until !== undefined && { until: new Date(account.realTime(until)).toISOString() }),
      },
    ]);
  });
});
