import { useProduct, type Product } from './product.js';
import { useMay, useMe } from './session.js';

/** A page of the navigation. It is absent for those who may do none of what it needs, and where the product has no such thing. */
export interface Destination {
  readonly to:
    | '/console'
    | '/console/users'
    | '/console/roles'
    | '/console/teams'
    | '/console/projects'
    | '/console/security'
    | '/console/audit'
    | '/console/mails'
    | '/console/billing'
    | '/console/account';
  readonly word:
    'home' | 'users' | 'roles' | 'teams' | 'projects' | 'security' | 'audit' | 'mails' | 'billing' | 'accountPage';
  /** Any of these is enough; without it everybody sees it. */
  readonly needs?: readonly string[];
  /** Whether whoever gets the bills sees it, whatever they may do. */
  readonly isOfBills?: boolean;
  /** Whether the product has it; without it every product does. */
  readonly has?: (product: Product) => boolean;
}

const destinations: readonly Destination[] = [
  { to: '/console', word: 'home' },
  { to: '/console/users', word: 'users', needs: ['members:view'] },
  {
    to: '/console/roles',
    word: 'roles',
    needs: ['roles:view'],
    has: ({ rolesPage }) => rolesPage,
  },
  { to: '/console/teams', word: 'teams', needs: ['members:view'], has: ({ features }) => features.teams },
  { to: '/console/projects', word: 'projects', has: ({ projects }) => projects !== 'off' },
  { to: '/console/security', word: 'security', needs: ['security:view'] },
  { to: '/console/audit', word: 'audit', needs: ['audit:view'] },
  { to: '/console/mails', word: 'mails', needs: ['notifications:view'] },
  { to: '/console/billing', word: 'billing', needs: ['billing:view'], isOfBills: true },
  { to: '/console/account', word: 'accountPage', needs: ['settings:view', 'account:transfer'] },
];

/** The pages of the navigation for the person who is signed in. */
export function useDestinations(): readonly Destination[] {
  const may = useMay();
  const { isBillingContact } = useMe().member;
  const product = useProduct();
  return destinations.filter(
    ({ needs, isOfBills, has }) =>
      (!needs || needs.some(may) || (isOfBills && isBillingContact)) && (!has || has(product)),
  );
}
