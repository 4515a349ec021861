import { describe, expect, it } from '@jest/globals';
import { loadPresets, type Preset, type PresetPlan } from '@roster/contracts';
import { planOf } from './plan.js';
import { limitOf, termsOf } from './terms.js';

const ortto = loadPresets(undefined).get('ortto') as Preset;
const team = planOf(ortto, 'team') as PresetPlan;

describe('the seats of a plan', () => {
  it.each([
    ['free', 0, 3, []],
    ['team', 4900, 10, []],
    ['business', 19_900, 50, ['customRoles']],
  ])('%s costs %i and has %i users', (id, price, users, features) => {
    expect(planOf(ortto, id)).toMatchObject({
      price,
      currency: 'USD',
      interval: 'month',
      included: { users },
      features,
    });
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
    expect(termsOf(ortto, team).map((terms) => limitOf(terms))).toEqual([10, 1]);
  });
});
