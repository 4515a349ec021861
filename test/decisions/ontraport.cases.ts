import {
  contactOf,
  NOW,
  recordOf,
  want,
  type AccountFixture,
  type DecisionCase,
  type DecisionSuite,
} from './decision-case.js';

const HOUR = 3_600_000;

const account: AccountFixture = {
  status: 'active',
  owner: 'owner',
  roles: [
    { slug: 'sales-trainee', manager: 'sales-representative', grants: { 'contacts:view': ['own'] } },
    {
      slug: 'data-steward',
      manager: 'account-owner',
      grants: { 'contacts:view': ['all'], 'contacts:delete': ['all'], 'deals:edit': ['own', 'unowned'] },
    },
  ],
  members: {
    owner: { status: 'active', roles: ['account-owner'] },
    manager: { status: 'active', roles: ['sales-manager'] },
    otherManager: { status: 'active', roles: ['sales-manager'] },
    rep: { status: 'active', roles: ['sales-representative'] },
    peer: { status: 'active', roles: ['sales-representative'] },
    trainee: { status: 'active', roles: ['sales-trainee'] },
    support: { status: 'active', roles: ['customer-support-representative'] },
    colleague: { status: 'invited', roles: ['customer-support-representative'] },
    assistant: { status: 'active', roles: ['graphic-designer'], managerId: 'manager' },
    designer: { status: 'active', roles: ['graphic-designer'] },
    steward: { status: 'active', roles: ['data-steward'] },
    // The two examples of exceptions: Not Visible on cancelling tasks, Visible on refunding transactions.
    restrained: {
      status: 'active',
      roles: ['sales-manager'],
      exceptions: [{ permission: 'tasks:cancel', effect: 'deny', reason: 'cancelled too many' }],
    },
    trusted: {
      status: 'active',
      roles: ['sales-representative'],
      exceptions: [
        { permission: 'transactions:refund', effect: 'allow' },
        { permission: 'deals:delete', effect: 'allow', scope: ['own', 'sameRole'], expiresAt: NOW + HOUR },
      ],
    },
    blind: {
      status: 'active',
      roles: ['sales-manager'],
      exceptions: [{ permission: 'companies:view', effect: 'deny' }],
    },
  },
};

const ask = (member: string, permission: string): DecisionCase['ask'] => ({ member, permission });
const me = ['own'] as const;
const myRoles = ['own', 'sameRole'] as const;
const mySubordinates = ['own', 'subordinate'] as const;
const owns = want('account_owner', ['all']);
const no = want('no_grant');
const yes = want('granted', ['all']);

const views: readonly DecisionCase[] = [
  {
    title: 'Me: a representative sees the contacts that he owns',
    ask: { ...ask('rep', 'contacts:view'), record: contactOf('rep') },
    want: want('in_scope', me),
  },
  {
    title: 'Me: he does not see those of another representative',
    ask: { ...ask('rep', 'contacts:view'), record: contactOf('peer') },
    want: want('out_of_scope', me),
  },
  {
    title: 'Me: he does not see those of his manager',
    ask: { ...ask('rep', 'contacts:view'), record: contactOf('manager') },
    want: want('out_of_scope', me),
  },
  {
    title: "Me: he does not see nobody's",
    ask: { ...ask('rep', 'deals:view'), record: recordOf('deals', null) },
    want: want('out_of_scope', me),
  },
  {
    title: 'Me and my subordinates: a manager sees the contacts of his representatives',
    ask: { ...ask('manager', 'contacts:view'), record: contactOf('rep') },
    want: want('in_scope', mySubordinates),
  },
  {
    title: 'Me and my subordinates: two levels down too',
    ask: { ...ask('manager', 'contacts:view'), record: contactOf('trainee') },
    want: want('in_scope', mySubordinates),
  },
  {
    title: 'Me and my subordinates: of whoever has him for a manager, whatever his role',
    ask: { ...ask('manager', 'tasks:view'), record: recordOf('tasks', 'assistant') },
    want: want('in_scope', mySubordinates),
  },
  {
    title: 'Me and my subordinates: nobody of another branch of the tree',
    ask: { ...ask('manager', 'contacts:view'), record: contactOf('support') },
    want: want('out_of_scope', mySubordinates),
  },
  {
    title: 'Me and my subordinates: nobody of the same role',
    ask: { ...ask('manager', 'contacts:view'), record: contactOf('otherManager') },
    want: want('out_of_scope', mySubordinates),
  },
  {
    title: 'Me and my subordinates: nobody above',
    ask: { ...ask('manager', 'contacts:view'), record: contactOf('owner') },
    want: want('out_of_scope', mySubordinates),
  },
  {
    title: "Me and my roles: a peer sees a peer's, invited as he may be",
    ask: { ...ask('support', 'contacts:view'), record: contactOf('colleague') },
    want: want('in_scope', myRoles),
  },
  {
    title: 'Me and my roles: nobody of another role',
    ask: { ...ask('support', 'contacts:view'), record: contactOf('rep') },
    want: want('out_of_scope', myRoles),
  },
  {
    title: 'All: whoever owns them',
    ask: { ...ask('steward', 'contacts:view'), record: contactOf('stranger') },
    want: want('in_scope', ['all']),
  },
  {
    title: 'A type that the role does not name is not seen at all',
    ask: { ...ask('designer', 'companies:view'), record: recordOf('companies', 'designer') },
    want: no,
  },
  {
    title: 'The Account Owner sees everything',
    ask: { ...ask('owner', 'contacts:view'), record: contactOf('rep') },
    want: owns,
  },
  {
    title: 'Without a record, a list of some is granted',
    ask: ask('manager', 'customObjects:view'),
    want: want('granted_in_part', mySubordinates),
  },
];

const changes: readonly DecisionCase[] = [
  {
    title: 'Create and edit, None: who only views cannot edit his own record',
    ask: { ...ask('designer', 'contacts:edit'), record: contactOf('designer') },
    want: no,
  },
  {
    title: 'Create and edit, None: nor create one',
    ask: { ...ask('designer', 'contacts:create'), record: { type: 'contacts' } },
    want: no,
  },
  {
    title: 'Create and edit, None: but he views his own',
    ask: { ...ask('designer', 'contacts:view'), record: contactOf('designer') },
    want: want('in_scope', me),
  },
  {
    title: 'Create and edit, me: who edits may create',
    ask: { ...ask('rep', 'deals:create'), record: { type: 'deals' } },
    want: want('in_scope', me),
  },
  {
    title: 'Create and edit, me: not for another',
    ask: { ...ask('rep', 'deals:create'), record: { type: 'deals', owner: 'peer' } },
    want: want('out_of_scope', me),
  },
  {
    title: 'Create and edit, me: nor for nobody',
    ask: { ...ask('rep', 'deals:create'), record: { type: 'deals', owner: null } },
    want: want('out_of_scope', me),
  },
  {
    title: 'Create and edit, me and my subordinates: a manager creates for his representative',
    ask: { ...ask('manager', 'deals:create'), record: { type: 'deals', owner: 'rep' } },
    want: want('in_scope', mySubordinates),
  },
  {
    title: 'Create and edit, me and my roles: a colleague edits for a colleague',
    ask: { ...ask('support', 'tasks:edit'), record: recordOf('tasks', 'colleague') },
    want: want('in_scope', myRoles),
  },
  {
    title: "Nobody's records are edited by whose scope has them",
    ask: { ...ask('steward', 'deals:edit'), record: recordOf('deals', null) },
    want: want('in_scope', ['own', 'unowned']),
  },
  {
    title: 'Delete, None: not even his own',
    ask: { ...ask('rep', 'contacts:delete'), record: contactOf('rep') },
    want: no,
  },
  {
    title: 'Delete, All: any record, of whoever and of nobody',
    ask: { ...ask('steward', 'contacts:delete'), record: contactOf(null) },
    want: want('in_scope', ['all']),
  },
  {
    title: 'Delete, me: his own',
    ask: { ...ask('support', 'tasks:delete'), record: recordOf('tasks', 'support') },
    want: want('in_scope', me),
  },
  {
    title: "Delete, me: not a colleague's, though he edits it",
    ask: { ...ask('support', 'tasks:delete'), record: recordOf('tasks', 'colleague') },
    want: want('out_of_scope', me),
  },
  {
    title: "Delete, me and my subordinates: a representative's",
    ask: { ...ask('manager', 'companies:delete'), record: recordOf('companies', 'rep') },
    want: want('in_scope', mySubordinates),
  },
];

const exceptions: readonly DecisionCase[] = [
  { title: 'A Sales Manager cancels tasks', ask: ask('manager', 'tasks:cancel'), want: yes },
  { title: 'A Sales Representative does not', ask: ask('rep', 'tasks:cancel'), want: no },
  {
    title: 'Not Visible on cancelling tasks takes it away, whatever the role says',
    ask: ask('restrained', 'tasks:cancel'),
    want: want('exception_deny'),
  },
  {
    title: 'And takes nothing else',
    ask: { ...ask('restrained', 'tasks:edit'), record: recordOf('tasks', 'rep') },
    want: want('in_scope', mySubordinates),
  },
  {
    title: 'Visible on refunding transactions gives it, whatever the role says',
    ask: ask('trusted', 'transactions:refund'),
    want: yes,
  },
  { title: 'And gives it to nobody else of the role', ask: ask('rep', 'transactions:refund'), want: no },
  {
    title: 'Visible on a dropdown names the records',
    ask: { ...ask('trusted', 'deals:delete'), record: recordOf('deals', 'peer') },
    want: { ...want('in_scope', myRoles), until: HOUR },
  },
  {
    title: 'And with them the view of the same records',
    ask: { ...ask('trusted', 'deals:view'), record: recordOf('deals', 'peer') },
    want: { ...want('in_scope', myRoles), until: HOUR },
  },
  {
    title: 'Until it expires',
    ask: { ...ask('trusted', 'deals:delete'), record: recordOf('deals', 'peer'), later: HOUR },
    want: no,
  },
  {
    title: 'Not Visible on a view takes the whole type',
    ask: { ...ask('blind', 'companies:edit'), record: recordOf('companies', 'blind') },
    want: want('exception_deny'),
  },
];

const management: readonly DecisionCase[] = [
  { title: 'The Account Owner adds users', ask: ask('owner', 'members:invite'), want: owns },
  { title: 'A Sales Manager does not', ask: ask('manager', 'members:invite'), want: no },
  { title: 'Nor does he create roles', ask: ask('manager', 'roles:create'), want: no },
  { title: 'The Account Owner sets the time zone', ask: ask('owner', 'account:set-time-zone'), want: owns },
  {
    title: 'Nobody else is given that',
    ask: ask('manager', 'account:set-time-zone'),
    want: want('not_grantable'),
  },
  { title: 'Everyone changes his own profile', ask: ask('designer', 'self:edit'), want: yes },
];

/** All of golden 13 to 16, and what golden 22 and golden 23 leave to decisions. */
export const ontraportDecisions: DecisionSuite = {
  name: 'ontraport',
  preset: 'ontraport',
  account,
  cases: [...views, ...changes, ...exceptions, ...management],
};
