import { NOW, type AccountFixture, type RoleFixture } from './decision-case.js';

/**
 * The account's own roles, in the product `test/presets/model.json`: custom ones, because system roles have to write down
 * what they imply.
 */
const roles: readonly RoleFixture[] = [
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
  {
    slug: 'editor',
    manager: 'chief',
    grants: { 'articles:write': ['own', 'sameRole'], 'articles:write-archived': ['own'], 'articles:archive': true },
  },
];

export const HOUR = 3_600_000;

/** Those who are there for one rule each. */
const others: AccountFixture['members'] = {
  revoked: { status: 'revoked', roles: ['rep'] },
  // On two teams, with `desk` and `mate`; one of the memberships ends.
  peer: {
    status: 'active',
    roles: ['desk'],
    teams: [{ teamId: 'red' }, { teamId: 'blue', expiresAt: NOW + 2 * HOUR }],
  },
  friend: { status: 'active', roles: [], teams: [{ teamId: 'blue' }] },
  twin: { status: 'active', roles: ['lead', 'trainee'] },
  sibling: { status: 'active', roles: ['lead', 'trainee'] },
  muted: { status: 'active', roles: ['rep'], exceptions: [{ permission: 'contacts:edit', effect: 'deny' }] },
  coach: {
    status: 'active',
    roles: ['rep'],
    exceptions: [{ permission: 'contacts:delete', effect: 'allow', scope: ['subordinate'] }],
  },
  former: {
    status: 'active',
    roles: ['rep', 'desk'],
    exceptions: [{ permission: 'contacts:edit', effect: 'allow', scope: ['sameRole'], expiresAt: NOW + HOUR }],
  },
  agent: { status: 'active', roles: ['trainee'], agentAccess: true },
  editor: { status: 'active', roles: ['editor'] },
  coeditor: { status: 'active', roles: ['editor'] },
  torn: {
    status: 'active',
    roles: ['author'],
    exceptions: [
      { permission: 'dialogs:train', effect: 'allow', projectId: 'apollo' },
      { permission: 'dialogs:train', effect: 'deny', projectId: 'apollo' },
    ],
  },
  pilot: {
    status: 'active',
    roles: ['author'],
    exceptions: [
      { permission: 'dialogs:view', effect: 'deny' },
      { permission: 'dialogs:view', effect: 'allow', projectId: 'apollo', expiresAt: NOW + HOUR },
      { permission: 'dialogs:train', effect: 'allow', projectId: 'gemini' },
      { permission: 'dialogs:edit', effect: 'allow', scope: ['unowned'], projectId: 'apollo' },
      { permission: 'dialogs:edit', effect: 'allow', scope: ['team'], expiresAt: NOW },
    ],
  },
};

export const modelAccount: AccountFixture = {
  status: 'active',
  owner: 'chief',
  roles,
  members: {
    chief: {
      status: 'active',
      roles: ['chief'],
      teams: [{ teamId: 'red' }],
      exceptions: [{ permission: 'contacts:view', effect: 'deny' }],
    },
    lead: { status: 'active', roles: ['lead'], exceptions: [{ permission: 'dialogs:train', effect: 'deny' }] },
    rita: { status: 'active', roles: ['rep'] },
    rob: { status: 'invited', roles: ['rep'] },
    tom: { status: 'active', roles: ['trainee'] },
    desk: { status: 'active', roles: ['desk'], teams: [{ teamId: 'red', expiresAt: NOW + HOUR }], managerId: 'lead' },
    mate: { status: 'active', roles: ['auditor'], teams: [{ teamId: 'red' }], managerId: 'desk' },
    // Holds `rep` (me and my roles) and `desk`, whose holders' records cannot be seen through `rep`.
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
    ...others,
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
      team: [
        { memberId: 'guided' },
        { memberId: 'visitor' },
        { memberId: 'author', expiresAt: NOW + HOUR },
        { memberId: 'pilot' },
        { memberId: 'torn' },
      ],
    },
    {
      id: 'gemini',
      ownerMemberId: 'chief',
      team: [{ memberId: 'guided' }, { memberId: 'visitor' }, { memberId: 'pilot' }],
    },
    { id: 'soyuz', ownerMemberId: 'chief', team: [{ memberId: 'guided' }] },
  ],
  records: [
    { type: 'dialogs', id: 'of-gemini', owner: 'author', project: 'gemini' },
    { type: 'contacts', id: 'of-rob', owner: 'rob' },
    { type: 'contacts', id: 'of-nobody', owner: null },
    { type: 'articles', id: 'archived', owner: 'coeditor', properties: { status: 'archived', pinned: false } },
    { type: 'articles', id: 'open', owner: 'editor', properties: { status: 'open', pinned: true } },
    { type: 'articles', id: 'bare', owner: 'editor' },
  ],
};
