import { useQuery } from '@tanstack/react-query';
import { catalogueQuery, type CatalogueAction as Action, type CatalogueFeature as Feature } from '../app/catalogue.js';

export interface Catalogue {
  readonly features: readonly Feature[];
  readonly action: (permission: string) => Action | undefined;
  /** A permission as people read it; its code where the product no longer has it. */
  readonly nameOf: (permission: string) => string;
  /** A type of record as people read it. */
  readonly featureName: (key: string) => string;
}

/** The features and actions of the account's product. Empty while they are loaded. */
export function useCatalogue(): Catalogue {
  const { data } = useQuery(catalogueQuery);
  const features = data?.features ?? [];
  const action = (permission: string): Action | undefined =>
    features.flatMap(({ actions }) => actions).find((one) => one.permission === permission);
  const featureName = (key: string): string => features.find((feature) => feature.key === key)?.label ?? key;
  return {
    features,
    action,
    featureName,
    nameOf: (permission) => {
      const found = action(permission);
      return found ? `${featureName(permission.split(':')[0] ?? '')}: ${found.name}` : permission;
    },
  };
}

/** The permissions in groups, as a list to choose from takes them. */
export const choicesOf = (features: readonly Feature[], fits: (action: Action) => boolean = () => true) =>
  features
    .map(({ label, actions }) => ({
      group: label,
      items: actions.filter(fits).map(({ permission, name }) => ({ value: permission, label: `${label}: ${name}` })),
    }))
    .filter(({ items }) => items.length > 0);
