import { Catalogue } from '@roster/permissions';
import { NOW, type AccountFixture, type PureFixture } from './decision-case.js';

/** A small product that has everything: scoped and joined actions, projects, a role tree, managers, teams. */
export const modelProduct: PureFixture = {
  catalogue: new Catalogue({
    hash: 'model',
    features: [
      {
        key: 'contacts',
        label: 'Contacts',
        actions: [
          { key: 'view', label: 'View', kind: 'scoped' },
          { key: 'edit', label: 'Edit', kind: 'scoped' },
          { key: 'create', label: 'Create', is: 'edit' },
          { key: 'delete', label: 'Delete', kind: 'scoped' },
          { key: 'call', label: 'Call' },
        ],
      },
      {
        key: 'tasks',
        label: 'Tasks',
        actions: [
          { key: 'view', label: 'View' },
          { key: 'edit', label: 'Edit', kind: 'scoped' },
          { key: 'cancel', label: 'Cancel' },
          { key: 'share', label: 'Share', level: 'project' },
        ],
      },
      {
        key: 'dialogs',
        label: 'Dialogs',
        actions: [
          { key: 'view', label: 'View', level: 'project' },
          { key: 'edit', label: 'Edit', level: 'project', kind: 'scoped' },
          { key: 'train', label: 'Train', level: 'project' },
          { key: 'configure', label: 'Configure', level: 'project', grantable: false },
        ],
      },
      { key: 'rawlogs', label: 'Raw logs', base: 'download', actions: [{ key: 'download', label: 'Download' }] },
    ],
  }),
  roles: [
    { slug: 'chief', grants: {} },
    { slug: 'lead', manager: 'chief', grants: { 'contacts:view': ['own', 'subordinate'], 'contacts:edit': ['own'] } },
    { slug: 'rep', manager: 'lead', grants: { 'contacts:edit': ['own', 'sameRole'], 'tasks:cancel': true } },
    { slug: 'trainee', manager: 'rep', grants: { 'contacts:call': true } },
    { slug: 'desk', manager: 'chief', grants: { 'contacts:view': ['own', 'unowned'], 'tasks:edit': ['team'] } },
    { slug: 'auditor', manager: 'chief', grants: { 'contacts:view': ['all'], 'rawlogs:download': true } },
    {
      slug: 'author',
      manager: 'chief',
      grants: { 'dialogs:edit': ['own'], 'dialogs:train': true, 'tasks:share': true },
    },
  ],
};

export const HOUR = 3_600_000;

export const modelAccount: AccountFixture = {
  status: 'active',
  owner: 'chief',
  teamsEnabled: true,
  members: {
    chief: { status: 'active', roles: ['chief'], exceptions: [{ permission: 'contacts:view', effect: 'deny' }] },
    lead: { status: 'active', roles: ['lead'] },
    rita: { status: 'active', roles: ['rep'] },
    rob: { status: 'invited', roles: ['rep'] },
    tom: { status: 'active', roles: ['trainee'] },
    desk: { status: 'active', roles: ['desk'], teams: [{ teamId: 'red', expiresAt: NOW + HOUR }], managerId: 'lead' },
    mate: { status: 'active', roles: ['auditor'], teams: [{ teamId: 'red' }], managerId: 'desk' },
    // Holds `rep` (me and my roles) and `desk` (which nobody's records are seen by through `rep`).
    both: { status: 'active', roles: ['rep', 'desk'] },
    helped: {
      status: 'active',
      roles: ['desk'],
      exceptions: [
        { permission: 'contacts:delete', effect: 'allow', scope: ['own', 'sameRole'], expiresAt: NOW + HOUR },
        { permission: 'tasks:cancel', effect: 'allow' },
        { permission: 'contacts:edit', effect: 'allow', scope: ['all'], expiresAt: NOW },
      ],
    },
    barred: {
      status: 'active',
      roles: ['rep', 'auditor'],
      exceptions: [
        { permission: 'contacts:edit', effect: 'deny' },
        { permission: 'tasks:view', effect: 'deny', expiresAt: NOW + HOUR },
        { permission: 'rawlogs:download', effect: 'allow' },
        { permission: 'rawlogs:download', effect: 'deny' },
      ],
    },
    author: { status: 'active', roles: ['author'] },
    guided: {
      status: 'active',
      roles: ['author'],
      exceptions: [
        { permission: 'dialogs:train', effect: 'deny' },
        { permission: 'dialogs:train', effect: 'allow', projectId: 'apollo' },
        { permission: 'dialogs:edit', effect: 'deny', projectId: 'gemini' },
        { permission: 'dialogs:view', effect: 'deny', projectId: 'soyuz' },
        { permission: 'dialogs:edit', effect: 'allow', scope: ['all'], projectId: 'soyuz' },
        { permission: 'tasks:view', effect: 'deny', projectId: 'soyuz' },
      ],
    },
    visitor: {
      status: 'active',
      roles: [],
      exceptions: [{ permission: 'dialogs:train', effect: 'allow', projectId: 'apollo' }],
    },
  },
  projects: [
    {
      id: 'apollo',
      ownerMemberId: 'lead',
      team: [{ memberId: 'guided' }, { memberId: 'visitor' }, { memberId: 'author', expiresAt: NOW + HOUR }],
    },
    { id: 'gemini', ownerMemberId: 'chief', team: [{ memberId: 'guided' }, { memberId: 'visitor' }] },
    { id: 'soyuz', ownerMemberId: 'chief', team: [{ memberId: 'guided' }] },
  ],
};
