import { USERS_POOL, type Preset, type PresetPlan, type SeatPool } from '@roster/contracts';

/** What an account gets of one pool: a {@link SeatPool} without the counts of its use. */
export type SeatTerms = Omit<SeatPool, 'used' | 'reserved' | 'available' | 'bought' | 'renewsAt' | 'neededAtRenewal'>;

/** The plan says how many seats are included. The preset says which pools there are, and what more seats cost. */
export function termsOf(preset: Preset, plan: PresetPlan): SeatTerms[] {
  const pools = Object.keys(preset.seatPools).toSorted((a, b) => Number(b === USERS_POOL) - Number(a === USERS_POOL));
  return pools.flatMap((pool) => {
    const rule = preset.seatPools[pool];
    if (!rule) return [];
    const { overage, free = 0 } = rule;
    const price =
      rule.overage === 'consent'
        ? { unitPrice: rule.unitPrice, currency: rule.currency, interval: rule.interval }
        : { unitPrice: null, currency: null, interval: null };
    return [{ pool, included: plan.included[pool] ?? 0, freeOfCharge: free, overage, ...price }];
  });
}

/** The seats that are there: bought ones count where more can be bought. */
export const limitOf = (
  { included, freeOfCharge, overage }: Pick<SeatTerms, 'included' | 'freeOfCharge' | 'overage'>,
  bought = 0,
): number => included + freeOfCharge + (overage === 'consent' ? bought : 0);
