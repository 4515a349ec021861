import { words } from './words.js';

export const useWords = words('shell', {
  menu: 'Menu',
  pages: 'Pages',
  home: 'Start',
  users: 'Users',
  roles: 'Roles',
  teams: 'Teams',
  projects: 'Projects',
  security: 'Security',
  audit: 'Audit',
  mails: 'Mails',
  billing: 'Plan & seats',
  accountPage: 'Account',
  account: 'Account {{name}}',
  offline: 'You are offline. What you see may be old, and nothing can be saved.',
});
