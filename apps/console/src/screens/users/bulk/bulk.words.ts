import { words } from '../../../app/words.js';

export const useBulkWords = words('users-bulk', {
  bar: 'What can be done to the selected users',
  selected_one: '{{count}} user selected',
  selected_other: '{{count}} users selected',
  clear: 'Clear selection',
  roles: 'Change role',
  resend: 'Send invitations again',
  revoke: 'Revoke access',
  rolesTitle_one: 'Change the role of {{count}} user',
  rolesTitle_other: 'Change the role of {{count}} users',
  resendTitle_one: 'Send {{count}} invitation again?',
  resendTitle_other: 'Send {{count}} invitations again?',
  revokeTitle_one: 'Revoke the access of {{count}} user?',
  revokeTitle_other: 'Revoke the access of {{count}} users?',
  rolesLabel: 'Role',
  resendWhy: 'Each gets a new link; the one that they have stops working. Those who have come in already get none.',
  revokeWhy:
    'They are signed out everywhere at once and cannot sign in again, and their seats are free. Profiles and records stay. Invitations among them are withdrawn.',
  progress: '{{done}} of {{count}} done',
  result: 'What came of it',
  done: 'Done',
  notInvited: 'Has come in already',
  close: 'Close',
});
