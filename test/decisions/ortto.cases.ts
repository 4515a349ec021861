import type { AccountFixture, DecisionCase, DecisionSuite } from './decision-case.js';

const account: AccountFixture = {
  status: 'active',
  owner: 'owner',
  members: {
    owner: { status: 'active', roles: ['admin'] },
    admin: { status: 'active', roles: ['admin'] },
    editor: { status: 'active', roles: ['editor'] },
    contributor: { status: 'active', roles: ['contributor'] },
    reader: { status: 'active', roles: ['read-only'] },
    invited: { status: 'invited', roles: ['editor'] },
    revoked: { status: 'revoked', roles: ['admin'] },
  },
};

const yes = { allowed: true, reason: 'granted', scope: ['all'] } as const;
const no = { allowed: false, reason: 'no_grant', scope: [] } as const;
const owns = { allowed: true, reason: 'account_owner', scope: ['all'] } as const;
const notActive = { allowed: false, reason: 'member_not_active', scope: [] } as const;

const ask = (member: string, permission: string): DecisionCase['ask'] => ({ member, permission });

const cases: readonly DecisionCase[] = [
  { title: 'The owner sends campaigns', ask: ask('owner', 'campaigns:send'), want: owns },
  {
    title: 'The owner transfers the account, which nobody can be granted',
    ask: ask('owner', 'account:transfer'),
    want: owns,
  },
  { title: 'The owner validates the account', ask: ask('owner', 'account:validate'), want: owns },
  { title: 'The owner has their own profile as the owner', ask: ask('owner', 'self:edit'), want: owns },
  {
    title: 'An unknown permission is denied even to the owner',
    ask: ask('owner', 'campaigns:fly'),
    want: { ...no, reason: 'unknown_permission' },
  },
  { title: 'An Admin exports people', ask: ask('admin', 'people:export'), want: yes },
  { title: 'An Admin invites members', ask: ask('admin', 'members:invite'), want: yes },
  { title: 'An Admin edits roles', ask: ask('admin', 'roles:edit'), want: yes },
  { title: 'An Admin edits billing, a permission of the platform', ask: ask('admin', 'billing:edit'), want: yes },
  {
    title: 'An Admin deletes settings, an action that the product adds',
    ask: ask('admin', 'settings:delete'),
    want: yes,
  },
  { title: 'An Admin looks into the audit trail', ask: ask('admin', 'audit:view'), want: yes },
  {
    title: 'An Admin does not transfer the account: only the owner does',
    ask: ask('admin', 'account:transfer'),
    want: { ...no, reason: 'not_grantable' },
  },
  {
    title: 'An Admin does not set the time zone: only the owner does',
    ask: ask('admin', 'account:set-time-zone'),
    want: { ...no, reason: 'not_grantable' },
  },
  { title: 'An Editor publishes campaigns', ask: ask('editor', 'campaigns:publish'), want: yes },
  { title: 'An Editor turns campaigns on', ask: ask('editor', 'campaigns:turnOn'), want: yes },
  { title: 'An Editor deletes audiences', ask: ask('editor', 'audiences:delete'), want: yes },
  { title: 'An Editor does not export reports', ask: ask('editor', 'reports:export'), want: no },
  { title: 'An Editor views billing', ask: ask('editor', 'billing:view'), want: yes },
  { title: 'An Editor does not edit billing', ask: ask('editor', 'billing:edit'), want: no },
  { title: 'An Editor does not create settings', ask: ask('editor', 'settings:create'), want: no },
  {
    title: "An Editor does not see the members: people are the Admins' affair",
    ask: ask('editor', 'members:view'),
    want: no,
  },
  { title: 'An Editor does not invite', ask: ask('editor', 'members:invite'), want: no },
  { title: 'An Editor does not see what others may do', ask: ask('editor', 'permissions:view'), want: no },
  { title: 'A Contributor archives campaigns', ask: ask('contributor', 'campaigns:archive'), want: yes },
  { title: 'A Contributor creates tags', ask: ask('contributor', 'tags:create'), want: yes },
  { title: 'A Contributor does not send campaigns', ask: ask('contributor', 'campaigns:send'), want: no },
  { title: 'A Contributor does not publish campaigns', ask: ask('contributor', 'campaigns:publish'), want: no },
  { title: 'A Contributor does not delete people', ask: ask('contributor', 'people:delete'), want: no },
  { title: 'A Contributor does not export activities', ask: ask('contributor', 'activities:export'), want: no },
  { title: 'A Contributor only views settings', ask: ask('contributor', 'settings:view'), want: yes },
  { title: 'A Contributor does not edit settings', ask: ask('contributor', 'settings:edit'), want: no },
  { title: 'A Read only member views dashboards', ask: ask('reader', 'dashboards:view'), want: yes },
  { title: 'A Read only member views data sources', ask: ask('reader', 'dataSources:view'), want: yes },
  { title: 'A Read only member does not create capture forms', ask: ask('reader', 'capture:create'), want: no },
  { title: 'A Read only member edits their own profile, as everyone does', ask: ask('reader', 'self:edit'), want: yes },
  {
    title: 'A Read only member without agent access answers no conversations',
    ask: ask('reader', 'talk:edit'),
    want: no,
  },
  {
    title: 'A yes-or-no permission ignores the record that it is asked about',
    ask: { ...ask('editor', 'people:edit'), record: { type: 'people', id: '42', owner: 'stranger' } },
    want: yes,
  },
  {
    title: 'A yes-or-no permission needs no owner of the record',
    ask: { ...ask('reader', 'people:view'), record: { type: 'people', id: '42' } },
    want: yes,
  },
  {
    title: 'An account permission ignores a project that is named, known or not',
    ask: { ...ask('editor', 'campaigns:view'), project: 'nowhere' },
    want: yes,
  },
  {
    title: 'An invited member may do nothing yet, whatever their role',
    ask: ask('invited', 'campaigns:view'),
    want: notActive,
  },
  {
    title: 'A revoked member may do nothing, not even see their own profile',
    ask: ask('revoked', 'self:view'),
    want: notActive,
  },
  {
    title: 'An inactive member is told so before being told that nobody can be granted it',
    ask: ask('revoked', 'account:transfer'),
    want: notActive,
  },
  {
    title: 'A stranger is denied by an answer, not by an error',
    ask: ask('stranger', 'campaigns:view'),
    want: { ...no, reason: 'unknown_member' },
  },
  {
    title: 'A stranger is told apart before the permission is',
    ask: ask('stranger', 'campaigns:fly'),
    want: { ...no, reason: 'unknown_member' },
  },
  {
    title: 'An unknown feature is an unknown permission',
    ask: ask('admin', 'rockets:view'),
    want: { ...no, reason: 'unknown_permission' },
  },
  {
    title: 'A permission is not known by its feature alone',
    ask: ask('admin', 'campaigns'),
    want: { ...no, reason: 'unknown_permission' },
  },
];

export const orttoDecisions: DecisionSuite = { name: 'ortto', preset: 'ortto', account, cases };

/** The same product with members in less common states. */
export const orttoSpecialStates: DecisionSuite = {
  name: 'ortto, special states',
  preset: 'ortto',
  account: {
    ...account,
    members: {
      owner: { status: 'active', roles: ['admin'] },
      agent: { status: 'active', roles: ['read-only'], agentAccess: true },
      inactive: { status: 'inactive', roles: ['admin'] },
      roleless: { status: 'active', roles: [] },
      forgotten: { status: 'active', roles: ['a-role-of-yesterday'] },
    },
  },
  cases: [
    { title: 'Agent access opens the inbox to a Read only member', ask: ask('agent', 'talk:edit'), want: yes },
    { title: 'Agent access gives nothing outside the inbox', ask: ask('agent', 'people:edit'), want: no },
    { title: 'Agent access does not give the export of conversations', ask: ask('agent', 'talk:export'), want: no },
    { title: 'Who is switched off may do nothing', ask: ask('inactive', 'campaigns:view'), want: notActive },
    { title: 'Without a role there is the own profile', ask: ask('roleless', 'self:view'), want: yes },
    { title: 'Without a role there is nothing else', ask: ask('roleless', 'campaigns:view'), want: no },
    { title: 'A role that is gone gives nothing', ask: ask('forgotten', 'campaigns:view'), want: no },
  ],
};

const suspended = { allowed: false, reason: 'account_suspended', scope: [] } as const;

export const orttoSuspended: DecisionSuite = {
  name: 'ortto, account suspended',
  preset: 'ortto',
  account: { ...account, status: 'suspended' },
  cases: [
    { title: 'Nobody works in a suspended account', ask: ask('editor', 'campaigns:view'), want: suspended },
    { title: 'Nor does its owner', ask: ask('owner', 'campaigns:view'), want: suspended },
    { title: 'The owner still pays', ask: ask('owner', 'billing:edit'), want: owns },
    { title: 'An Admin still sees billing', ask: ask('admin', 'billing:view'), want: yes },
    { title: 'An Editor still does not edit billing', ask: ask('editor', 'billing:edit'), want: no },
    { title: 'Not being active is said first', ask: ask('invited', 'campaigns:view'), want: notActive },
  ],
};
