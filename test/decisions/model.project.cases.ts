import { NOW, recordOf, want, type AccountFixture, type DecisionCase, type DecisionSuite } from './decision-case.js';
import { HOUR, modelAccount } from './model.account.js';

const dialogOf = (owner?: string | null) => recordOf('dialogs', owner);

/** Exceptions of projects beside those of the account. */
export const projectExceptions: readonly DecisionCase[] = [
  {
    title: 'Exceptions on the owner of a project sleep in it',
    ask: { member: 'lead', permission: 'dialogs:train', project: 'apollo' },
    want: want('project_owner', ['all']),
  },
  {
    title: "A project's ALLOW of the view lifts the account's DENY of it, until it expires",
    ask: { member: 'pilot', permission: 'dialogs:view', project: 'apollo' },
    want: { ...want('granted', ['all']), until: HOUR },
  },
  {
    title: 'And with it what the denied view took away',
    ask: { member: 'pilot', permission: 'dialogs:train', project: 'apollo' },
    want: { ...want('granted', ['all']), until: HOUR },
  },
  {
    title: 'When it has expired, the DENY holds again',
    ask: { member: 'pilot', permission: 'dialogs:train', project: 'apollo', later: HOUR },
    want: want('exception_deny'),
  },
  {
    title: 'Not a millisecond sooner',
    ask: { member: 'pilot', permission: 'dialogs:train', project: 'apollo', later: HOUR - 1, exactClock: true },
    want: { ...want('granted', ['all']), until: HOUR },
  },
  {
    title: "A project's ALLOW of another key lifts no DENY of the view",
    ask: { member: 'pilot', permission: 'dialogs:train', project: 'gemini' },
    want: want('exception_deny'),
  },
  {
    title: 'Within a project, too, a DENY beats an ALLOW',
    ask: { member: 'torn', permission: 'dialogs:train', project: 'apollo' },
    want: want('exception_deny'),
  },
  {
    title: "A project's ALLOW is joined to what the role gives",
    ask: { member: 'pilot', permission: 'dialogs:edit', project: 'apollo', record: dialogOf(null) },
    want: { ...want('in_scope', ['own', 'unowned']), until: HOUR },
  },
  {
    title: 'A DENY that has expired denies nothing',
    ask: { member: 'barred', permission: 'tasks:cancel', later: HOUR },
    want: want('granted', ['all']),
  },
  {
    title: 'A DENY that is about to expire still denies',
    ask: { member: 'barred', permission: 'tasks:cancel', later: HOUR - 1, exactClock: true },
    want: { ...want('exception_deny'), until: HOUR },
  },
  {
    title: 'A record that carries no project may be asked about in any',
    ask: { member: 'author', permission: 'dialogs:edit', project: 'apollo', record: dialogOf('author') },
    want: { ...want('in_scope', ['own']), until: HOUR },
  },
  {
    title: 'A record of another project is no matter to the owner of the account',
    ask: {
      member: 'chief',
      permission: 'dialogs:edit',
      project: 'apollo',
      record: { type: 'dialogs', id: 'of-gemini' },
    },
    want: want('account_owner', ['all']),
  },
  {
    title: 'Nor to a toggle, which ignores the record',
    ask: {
      member: 'guided',
      permission: 'dialogs:train',
      project: 'apollo',
      record: { type: 'dialogs', id: 'of-gemini' },
    },
    want: want('granted', ['all']),
  },
];

const account: AccountFixture = {
  ...modelAccount,
  projects: [
    {
      id: 'apollo',
      ownerMemberId: 'lead',
      team: [
        { memberId: 'paula', expiresAt: NOW + HOUR },
        { memberId: 'pete' },
        { memberId: 'pam' },
        { memberId: 'author' },
        { memberId: 'guided' },
      ],
    },
    // Cannot exist: a partner's member does not own it, and it is not open to them.
    { id: 'gemini', ownerMemberId: 'paula', team: [{ memberId: 'paula' }, { memberId: 'pete' }] },
    { id: 'mercury', ownerMemberId: 'pete', team: [{ memberId: 'pete' }] },
  ],
  partners: [
    {
      accountId: 'partner',
      status: 'active',
      projectIds: ['apollo', 'mercury'],
      members: [
        {
          id: 'paula',
          status: 'active',
          exceptions: [
            { permission: 'dialogs:edit', effect: 'allow', scope: ['sameRole', 'subordinate', 'team', 'unowned'] },
            { permission: 'tasks:cancel', effect: 'allow' },
          ],
        },
        {
          id: 'pete',
          status: 'active',
          exceptions: [{ permission: 'dialogs:edit', effect: 'allow', scope: ['all'], projectId: 'apollo' }],
        },
      ],
    },
    {
      accountId: 'late-payer',
      status: 'suspended',
      projectIds: ['apollo'],
      members: [
        { id: 'pam', status: 'active', exceptions: [{ permission: 'dialogs:train', effect: 'allow' }] },
        { id: 'phil', status: 'active' },
      ],
    },
  ],
};

const inApollo = { project: 'apollo' };
const whileThere = { until: HOUR };
const reachOfPaula = ['own', 'sameRole', 'subordinate', 'team', 'unowned'] as const;

/** Partners' members, with projects that can exist, and projects that cannot. */
export const modelPartners: DecisionSuite = {
  name: 'the model, partners',
  preset: 'model',
  account,
  cases: [
    {
      title: "A partner's member has what they were granted, while they are on the team",
      ask: { member: 'paula', permission: 'dialogs:edit', ...inApollo },
      want: { ...want('granted_in_part', reachOfPaula), ...whileThere },
    },
    {
      title: 'They reach their own records',
      ask: { member: 'paula', permission: 'dialogs:edit', ...inApollo, record: dialogOf('paula') },
      want: { ...want('in_scope', reachOfPaula), ...whileThere },
    },
    {
      title: "And nobody's",
      ask: { member: 'paula', permission: 'dialogs:edit', ...inApollo, record: dialogOf(null) },
      want: { ...want('in_scope', reachOfPaula), ...whileThere },
    },
    {
      title: 'No other scope reaches anything for them: they have no role, manager or team here',
      ask: { member: 'paula', permission: 'dialogs:edit', ...inApollo, record: dialogOf('author') },
      want: { ...want('out_of_scope', reachOfPaula), ...whileThere },
    },
    {
      title: 'All does',
      ask: { member: 'pete', permission: 'dialogs:edit', ...inApollo, record: dialogOf('author') },
      want: want('in_scope', ['all']),
    },
    {
      title: 'They do not have what everyone has',
      ask: { member: 'pete', permission: 'self:view', ...inApollo },
      want: want('no_grant'),
    },
    {
      title: 'They do not have what they were not granted in the project',
      ask: { member: 'paula', permission: 'dialogs:train', ...inApollo },
      want: { ...want('no_grant'), ...whileThere },
    },
    {
      title: 'A question that names no project does not know them',
      ask: { member: 'paula', permission: 'tasks:cancel' },
      want: want('unknown_member'),
    },
    {
      title: 'A question that names a project of theirs knows them, even if it is about the account',
      ask: { member: 'paula', permission: 'tasks:cancel', ...inApollo },
      want: { ...want('granted', ['all']), ...whileThere },
    },
    {
      title:
        'A project that the link does not open does not know them, even if they are on its team and named as its owner',
      ask: { member: 'paula', permission: 'dialogs:view', project: 'gemini' },
      want: want('unknown_member'),
    },
    {
      title:
        'They are never an owner here: on the team of a project that names them as its owner, they have what they were granted',
      ask: { member: 'pete', permission: 'dialogs:edit', project: 'mercury' },
      want: want('no_grant'),
    },
    {
      title: 'They are not known outside the team',
      ask: { member: 'paula', permission: 'dialogs:view', project: 'mercury' },
      want: want('unknown_member'),
    },
    {
      title: 'They are not known once their place on the team has ended',
      ask: { member: 'paula', permission: 'dialogs:edit', ...inApollo, later: HOUR },
      want: want('unknown_member'),
    },
    {
      title: 'An unknown permission is reported as unknown to them too, while they are on the team',
      ask: { member: 'paula', permission: 'dialogs:fly', ...inApollo },
      want: { ...want('unknown_permission'), ...whileThere },
    },
    {
      title: 'Their own account must be active',
      ask: { member: 'pam', permission: 'dialogs:train', ...inApollo },
      want: want('account_suspended'),
    },
    {
      title: 'Permissions that work in a suspended account do not work if their own account is suspended',
      ask: { member: 'pam', permission: 'billing:view', ...inApollo },
      want: want('account_suspended'),
    },
    {
      title: "For others, a partner's member who owns a record is no member",
      ask: { member: 'author', permission: 'dialogs:edit', ...inApollo, record: dialogOf('paula') },
      want: want('out_of_scope', ['own']),
    },
    {
      title: 'So all reaches it',
      ask: { member: 'pete', permission: 'dialogs:edit', ...inApollo, record: dialogOf('paula') },
      want: want('in_scope', ['all']),
    },
  ],
};
