import { IsId } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { accountNotFound } from '../identity/onboarding/account.contract.js';

export class PlanFeaturesQuery {
  @IsId()
  accountId!: string;
}

export class PlanFeatures {
  /** What the account's plan unlocks: `customRoles`. */
  features!: string[];
}

/** What the account's plan unlocks: services ask before they let somebody use it. */
export const getPlanFeatures = rpc({
  context: 'billing',
  noun: 'plan',
  verb: 'features',
  permission: { open: 'service' },
  input: PlanFeaturesQuery,
  output: PlanFeatures,
  errors: [accountNotFound],
  callers: ['access'],
  deadline: 1_500,
});
