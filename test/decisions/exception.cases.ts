import { contactOf, want, type DecisionCase } from './decision-case.js';
import { HOUR } from './model.account.js';

export const exceptions: readonly DecisionCase[] = [
  {
    title: 'An exception gives what no role does, until it expires',
    ask: { member: 'helped', permission: 'contacts:delete', record: contactOf('helped') },
    want: { ...want('in_scope', ['own', 'sameRole']), until: HOUR },
  },
  {
    title: 'From an exception, me and my roles is seen from any role',
    ask: { member: 'helped', permission: 'contacts:delete', record: contactOf('desk') },
    want: { ...want('in_scope', ['own', 'sameRole']), until: HOUR },
  },
  {
    title: 'At the instant of its expiry an exception is over',
    ask: { member: 'helped', permission: 'contacts:delete', later: HOUR },
    want: want('no_grant'),
  },
  {
    title: 'One millisecond before, it holds',
    ask: { member: 'helped', permission: 'contacts:delete', later: HOUR - 1, exactClock: true },
    want: { ...want('granted_in_part', ['own', 'sameRole']), until: HOUR },
  },
  {
    title: 'An exception that expires now gives nothing',
    ask: { member: 'helped', permission: 'contacts:edit' },
    want: want('no_grant'),
  },
  {
    title: 'A denied edit is denied',
    ask: { member: 'barred', permission: 'contacts:edit' },
    want: want('exception_deny'),
  },
  {
    title: 'The view that the denied edit implied stays',
    ask: { member: 'barred', permission: 'contacts:view' },
    want: want('granted', ['all']),
  },
  {
    title: 'What is joined to a denied action is denied with it',
    ask: { member: 'barred', permission: 'contacts:create' },
    want: want('exception_deny'),
  },
  {
    title: 'A denied view takes the whole feature',
    ask: { member: 'barred', permission: 'tasks:cancel' },
    want: { ...want('exception_deny'), until: HOUR },
  },
  {
    title: 'A DENY beats an ALLOW of the same level',
    ask: { member: 'barred', permission: 'rawlogs:download' },
    want: want('exception_deny'),
  },
  {
    title: 'Exceptions on the owner sleep',
    ask: { member: 'chief', permission: 'contacts:view' },
    want: want('account_owner', ['all']),
  },
];

export const projects: readonly DecisionCase[] = [
  {
    title: 'A project permission needs its project',
    ask: { member: 'author', permission: 'dialogs:train' },
    want: want('project_required'),
  },
  {
    title: 'So it does for the owner',
    ask: { member: 'chief', permission: 'dialogs:train' },
    want: want('project_required'),
  },
  {
    title: 'A project that is not of this account is unknown',
    ask: { member: 'chief', permission: 'dialogs:train', project: 'sputnik' },
    want: want('unknown_project'),
  },
  {
    title: "The account's owner owns every project",
    ask: { member: 'chief', permission: 'dialogs:configure', project: 'apollo' },
    want: want('account_owner', ['all']),
  },
  {
    title: "A project's owner has in it what cannot be granted",
    ask: { member: 'lead', permission: 'dialogs:configure', project: 'apollo' },
    want: want('project_owner', ['all']),
  },
  {
    title: "A project's owner is nobody in another",
    ask: { member: 'lead', permission: 'dialogs:view', project: 'gemini' },
    want: want('not_on_team'),
  },
  {
    title: 'Owning a project gives no account permission',
    ask: { member: 'lead', permission: 'tasks:cancel', project: 'apollo' },
    want: want('no_grant'),
  },
  {
    title: 'A role counts in a project on whose team the member is',
    ask: { member: 'author', permission: 'dialogs:train', project: 'apollo' },
    want: { ...want('granted', ['all']), until: HOUR },
  },
  {
    title: 'Off the team nothing counts, whatever was granted',
    ask: { member: 'author', permission: 'dialogs:train', project: 'gemini' },
    want: want('not_on_team'),
  },
  {
    title: 'Who has left the team is not on it',
    ask: { member: 'author', permission: 'dialogs:train', project: 'apollo', later: HOUR },
    want: want('not_on_team'),
  },
  {
    title: "On the team, what cannot be granted stays the owner's",
    ask: { member: 'guided', permission: 'dialogs:configure', project: 'apollo' },
    want: want('not_grantable'),
  },
  {
    title: "A project's ALLOW lifts the account's DENY of the same key",
    ask: { member: 'guided', permission: 'dialogs:train', project: 'apollo' },
    want: want('granted', ['all']),
  },
  {
    title: 'It lifts it in that project only',
    ask: { member: 'guided', permission: 'dialogs:train', project: 'gemini' },
    want: want('exception_deny'),
  },
  {
    title: "A project's DENY beats what the role gives everywhere",
    ask: { member: 'guided', permission: 'dialogs:edit', project: 'gemini' },
    want: want('exception_deny'),
  },
  {
    title: "A project's ALLOW of edit does not lift its DENY of view",
    ask: { member: 'guided', permission: 'dialogs:edit', project: 'soyuz' },
    want: want('exception_deny'),
  },
  {
    title: "A project's exception gives in its project",
    ask: { member: 'visitor', permission: 'dialogs:train', project: 'apollo' },
    want: want('granted', ['all']),
  },
  {
    title: 'And the view that it implies, in the same project',
    ask: { member: 'visitor', permission: 'dialogs:view', project: 'apollo' },
    want: want('granted', ['all']),
  },
  {
    title: 'And nowhere else',
    ask: { member: 'visitor', permission: 'dialogs:train', project: 'gemini' },
    want: want('no_grant'),
  },
  {
    title: 'An account permission has no exceptions of a project: one that was stored all the same does nothing',
    ask: { member: 'guided', permission: 'tasks:share', project: 'soyuz' },
    want: want('granted', ['all']),
  },
  {
    title: 'A record of another project is denied',
    ask: {
      member: 'author',
      permission: 'dialogs:edit',
      project: 'apollo',
      record: { type: 'dialogs', id: 'of-gemini', owner: 'author' },
    },
    want: { ...want('wrong_project', ['own']), until: HOUR },
  },
];
