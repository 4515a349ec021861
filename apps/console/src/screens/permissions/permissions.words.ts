import { words } from '../../app/words.js';

export const useWords = words('permissions', {
  title: 'Permissions, explained',
  intro: 'Everything that can be allowed in {{product}}, and what it means. Roles and exceptions are made of these.',
  search: 'Search permissions',
  loading: 'Loading the permissions',
  nothing: 'No permission has these words',
  clear: 'Show all',
  scoped: 'It is granted for the records of chosen people.',
  project: 'It counts in one project at a time.',
  ownerOnly: 'It cannot be granted: only the owner has it.',
  implies: 'Brings along: {{name}}.',
  joinedTo: 'Comes with: {{name}}.',
});
