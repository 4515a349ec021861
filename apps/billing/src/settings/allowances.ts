import type { Preset } from '@roster/contracts';
import type { SubscriptionEntity } from '../subscriptions/subscription.entity.js';
import type { Allowances } from '../quotes/terms.js';

/** Who may buy seats in the account: what was set there, else what the product says. */
export const allowancesOf = (
  { settings }: Pick<SubscriptionEntity, 'settings'>,
  { inviterMayBuy }: Pick<Preset, 'inviterMayBuy'>,
): Allowances => ({
  autoBuy: settings.autoBuy ?? {},
  inviterMayBuy: settings.inviterMayBuy === undefined ? (inviterMayBuy ?? null) : settings.inviterMayBuy,
});
