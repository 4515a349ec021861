import type { Product } from './product.js';

/** A page of the navigation. It is absent for those who may do none of what it needs, and where the product has no such thing. */
export interface Destination {
  readonly to: '/console' | '/console/users';
  readonly word: 'home' | 'users';
  /** Any of these is enough; without it everybody sees it. */
  readonly needs?: readonly string[];
  /** Whether the product has it; without it every product does. */
  readonly has?: (product: Product) => boolean;
}

export const destinations: readonly Destination[] = [
  { to: '/console', word: 'home' },
  { to: '/console/users', word: 'users', needs: ['members:view'] },
];
