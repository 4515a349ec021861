const TABS = ['profile', 'permissions', 'exceptions', 'projects', 'security', 'activity'] as const;
export type Tab = (typeof TABS)[number];

/** Which tab of somebody's page is open. */
export interface UserSearch {
  tab?: Tab;
}

export const userSearch = ({ tab }: Record<string, unknown>): UserSearch =>
  TABS.includes(tab as Tab) && tab !== 'profile' ? { tab: tab as Tab } : {};
