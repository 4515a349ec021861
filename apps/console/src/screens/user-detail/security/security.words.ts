import { words } from '../../../app/words.js';

export const useSecurityWords = words('user-security', {
  factors: 'Second factor',
  on: 'On: they show a second factor when they sign in.',
  off: 'Off: their password or passkey is enough.',
  unknown: 'Not known before they have come in.',
  reset: 'Remove all second factors',
  resetTitle: 'Remove the second factors of {{name}}?',
  resetWhy:
    'Only for people who have lost them and the backup codes. They are signed out everywhere, and told by mail.',
  resetDone: 'The second factors are removed.',
  sessions: 'Sessions in this account',
  noSessions: 'They are signed in nowhere.',
  from: 'from {{address}}',
  used: 'last used',
  end: 'Sign out everywhere',
  endTitle: 'Sign {{name}} out everywhere?',
  endWhy: 'All their sessions in this account end. They may sign in again: to keep them out, revoke their access.',
  endDone: 'They are signed out.',
  addresses: 'Authorized IP addresses',
  noAddresses: 'They have authorized no address yet.',
  authorized: 'authorized',
  revoke: 'Revoke IP authorization',
  revokeTitle_one: 'Revoke {{count}} address of {{name}}?',
  revokeTitle_other: 'Revoke {{count}} addresses of {{name}}?',
  revokeWhy:
    'Sessions that were begun there end, and nobody signs in as them from there until they authorize it again.',
  revokeDone: 'Revoked. In force everywhere.',
  loading: 'Loading',
});
