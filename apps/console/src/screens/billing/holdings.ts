import { useProduct } from '../../app/product.js';
import type { Plan } from './billing.js';
import { useWords } from './billing.words.js';

/** What a plan holds, in words: its seats of each kind, and what it unlocks. */
export function useHoldings({ included, features }: Plan): { readonly seats: string; readonly unlocks: string } {
  const say = useWords();
  const { seatPools } = useProduct();
  const seats = seatPools.map(({ pool, label }) => `${included[pool] ?? 0} ${label}`).join(', ');
  const names = features.map((feature) => (feature === 'customRoles' ? say('customRoles') : feature));
  return { seats, unlocks: names.join(', ') || say('nothing') };
}
