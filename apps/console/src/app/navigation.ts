/** A page of the navigation. It is absent for those who may do none of what it needs. */
export interface Destination {
  readonly to: '/console';
  readonly word: 'home';
  /** Any of these is enough; without it everybody sees it. */
  readonly needs?: readonly string[];
}

export const destinations: readonly Destination[] = [{ to: '/console', word: 'home' }];
