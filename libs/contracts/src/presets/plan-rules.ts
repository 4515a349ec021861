import { isOffered, type Preset, type PresetPlan } from './preset.js';

export interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What the schema cannot say of plans: ids of their own, one currency, pools that there are, a default to choose. */
export function planProblems(preset: Preset): Problem[] {
  const { plans } = preset;
  return [
    ...plans.flatMap((plan, at) => [
      ...(plans.findIndex(({ id }) => id === plan.id) === at
        ? []
        : [{ path: ['plans', at, 'id'], message: `The plan "${plan.id}" is defined twice` }]),
      ...poolProblems(preset, plan, at),
    ]),
    ...currencyProblems(preset),
    ...defaultProblems(preset),
  ];
}

const poolProblems = ({ seatPools }: Preset, { id, included }: PresetPlan, at: number): Problem[] =>
  Object.keys(included)
    .filter((pool) => !Object.hasOwn(seatPools, pool))
    .map((pool) => ({
      path: ['plans', at, 'included', pool],
      message: `The plan "${id}" includes seats of the pool "${pool}", which is not in seatPools`,
    }));

/** One bill has all of it. */
function currencyProblems({ plans, seatPools }: Preset): Problem[] {
  const [first] = plans;
  if (!first) return [];
  const priced = [
    ...plans.map(({ currency }, at) => ({ path: ['plans', at, 'currency'], currency })),
    ...Object.entries(seatPools).flatMap(([pool, rule]) =>
      rule.overage === 'consent' ? [{ path: ['seatPools', pool, 'currency'], currency: rule.currency }] : [],
    ),
  ];
  return priced
    .filter(({ currency }) => currency !== first.currency)
    .map(({ path, currency }) => ({
      path,
      message: `A product has one currency: ${first.currency} or ${currency}, but not both`,
    }));
}

function defaultProblems({ plans, defaultPlan }: Preset): Problem[] {
  const found = plans.find(({ id }) => id === defaultPlan);
  const path = ['defaultPlan'];
  if (!found) return [{ path, message: `There is no plan "${defaultPlan}"` }];
  return isOffered(found)
    ? []
    : [{ path, message: `The plan "${defaultPlan}" cannot be chosen: it is closed, or not public` }];
}
