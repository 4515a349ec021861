import type { Plan } from '@roster/contracts';

/** The plans that Roster sells. A plan that accounts have had is never removed, only closed for new accounts. */
export const PLANS: readonly Plan[] = [
  { id: 'free', name: 'Free', included: { users: 3 }, features: [] },
  { id: 'team', name: 'Team', included: { users: 10 }, features: [] },
  { id: 'business', name: 'Business', included: { users: 50 }, features: ['customRoles'] },
];

/** The plan of an account whose owner chose none. */
export const DEFAULT_PLAN = 'free';

export const planOf = (id: string): Plan | undefined => PLANS.find((plan) => plan.id === id);
