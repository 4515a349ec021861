import { describe, expect, it } from '@jest/globals';
import { loadPresets, type Plan, type Preset } from '@roster/contracts';
import { PLANS, planOf } from './plan.js';
import { limitOf, termsOf } from './terms.js';

const ortto = loadPresets(undefined).get('ortto') as Preset;
const team = planOf('team') as Plan;

describe('the seats of a plan', () => {
  it.each([
    ['free', 3, []],
    ['team', 10, []],
    ['business', 50, ['customRoles']],
  ])('%s has %i users', (id, users, features) => {
    expect(planOf(id)).toMatchObject({ included: { users }, features });
  });

  it('names no plan twice', () => {
    expect(new Set(PLANS.map(({ id }) => id)).size).toBe(PLANS.length);
  });

  it('come in the pools that the preset names, users first', () => {
    const reversed = { ...ortto, seatPools: Object.fromEntries(Object.entries(ortto.seatPools).toReversed()) };
    expect(termsOf(reversed, team)).toEqual([
      {
        pool: 'users',
        included: 10,
        freeOfCharge: 0,
        overage: 'block',
        unitPrice: null,
        currency: null,
        interval: null,
      },
      {
        pool: 'agents',
        included: 0,
        freeOfCharge: 1,
        overage: 'consent',
        unitPrice: 2900,
        currency: 'USD',
        interval: 'month',
      },
    ]);
  });

  it('can be taken without consent if they are included or free', () => {
    expect(termsOf(ortto, team).map(limitOf)).toEqual([10, 1]);
  });
});
