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
    // As it cannot be made: neither is he owner of it, nor is it open to him.
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

/** Partners' members, with projects as they can be, and as they cannot. */
export const modelPartners: DecisionSuite = {
  name: 'the model, partners',
  preset: 'model',
  account,
  cases: [
    {
      title: "A partner's member has what he was granted, while he is on the team",
      ask: { member: 'paula', permission: 'dialogs:edit', ...inApollo },
      want: { ...want('granted_in_part', reachOfPaula), ...whileThere },
    },
    {
      title: 'He reaches his own records',
      ask: { member: 'paula', permission: 'dialogs:edit', ...inApollo, record: dialogOf('paula') },
      want: { ...want('in_scope', reachOfPaula), ...whileThere },
    },
    {
      title: "And nobody's",
      ask: { member: 'paula', permission: 'dialogs:edit', ...inApollo, record: dialogOf(null) },
      want: { ...want('in_scope', reachOfPaula), ...whileThere },
    },
    {
      title: 'No other scope reaches anything for him: he has no role, manager or team here',
      ask: { member: 'paula', permission: 'dialogs:edit', ...inApollo, record: dialogOf('author') },
      want: { ...want('out_of_scope', reachOfPaula), ...whileThere },
    },
    {
      title: 'All does',
      ask: { member: 'pete', permission: 'dialogs:edit', ...inApollo, record: dialogOf('author') },
      want: want('in_scope', ['all']),
    },
    {
      title: 'What everyone has, he has not',
      ask: { member: 'pete', permission: 'self:view', ...inApollo },
      want: want('no_grant'),
    },
    {
      title: 'What he was not granted, he has not',
      ask: { member: 'paula', permission: 'dialogs:train', ...inApollo },
      want: { ...want('no_grant'), ...whileThere },
    },
    {
      title: 'A question that names no project does not know him',
      ask: { member: 'paula', permission: 'tasks:cancel' },
      want: want('unknown_member'),
    },
    {
      title: 'One that names a project of his does, if it is about the account',
      ask: { member: 'paula', permission: 'tasks:cancel', ...inApollo },
      want: { ...want('granted', ['all']), ...whileThere },
    },
    {
      title: 'A project that the link does not open does not know him, though he is on its team and called its owner',
      ask: { member: 'paula', permission: 'dialogs:view', project: 'gemini' },
      want: want('unknown_member'),
    },
    {
      title: 'He is never owner here: on the team of what he is said to own, he has what he was granted',
      ask: { member: 'pete', permission: 'dialogs:edit', project: 'mercury' },
      want: want('no_grant'),
    },
    {
      title: 'Off the team he is not known',
      ask: { member: 'paula', permission: 'dialogs:view', project: 'mercury' },
      want: want('unknown_member'),
    },
    {
      title: 'When his place on the team has ended, he is not known either',
      ask: { member: 'paula', permission: 'dialogs:edit', ...inApollo, later: HOUR },
      want: want('unknown_member'),
    },
    {
      title: 'A permission that nobody knows is one for him, too, while he is there',
      ask: { member: 'paula', permission: 'dialogs:fly', ...inApollo },
      want: { ...want('unknown_permission'), ...whileThere },
    },
    {
      title: 'His own account has to be active',
      ask: { member: 'pam', permission: 'dialogs:train', ...inApollo },
      want: want('account_suspended'),
    },
    {
      title: 'What stays open in a suspended account does not in his',
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
