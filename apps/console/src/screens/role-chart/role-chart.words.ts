import { words } from '../../app/words.js';

export const useWords = words('role-chart', {
  title: 'Role chart',
  list: 'List of roles',
  explained: 'Whoever has a role oversees those who have a role below it.',
  tree: 'Roles by who is above whom',
  loading: 'Loading the roles',
  members_one: 'one member',
  members_other: '{{count}} members',
  menu: 'Actions for {{role}}',
  open: 'Open role',
  moveUnder: 'Move under…',
  moveTitle: 'Move {{role}} under another role',
  moveWhy: 'The roles below it move with it.',
  under: 'Role manager',
  choose: 'Choose a role',
  move: 'Move role',
  moved: '{{role}} is now under {{manager}}. In force everywhere.',
});
