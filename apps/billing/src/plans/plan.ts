import { isOffered, type Plan, type Preset, type PresetPlan } from '@roster/contracts';

export const planOf = ({ plans }: Preset, id: string): PresetPlan | undefined => plans.find((plan) => plan.id === id);

/** The plans that an account can choose by itself. */
export const offeredPlans = ({ plans }: Preset): PresetPlan[] => plans.filter(isOffered);

/** A plan as clients see it. */
export const shownPlan = ({
  id,
  name,
  description,
  price,
  currency,
  interval,
  included,
  features,
}: PresetPlan): Plan => ({
  id,
  name,
  ...(description !== undefined && { description }),
  price,
  currency,
  interval,
  included: { ...included },
  features: [...features],
});
