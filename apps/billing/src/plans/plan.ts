import type { Plan } from '@roster/contracts';

/** What Roster sells. A plan that an account has had is never taken out, only closed to new ones. */
export const PLANS: readonly Plan[] = [
  { id: 'free', name: 'Free', included: { users: 3 }, features: [] },
  { id: 'team', name: 'Team', included: { users: 10 }, features: [] },
  { id: 'business', name: 'Business', included: { users: 50 }, features: ['customRoles'] },
];

/** What an account has whose owner chose nothing. */
export const DEFAULT_PLAN = 'free';

export const planOf = (id: string): Plan | undefined => PLANS.find((plan) => plan.id === id);
