import { want, type AccountFixture, type DecisionCase, type DecisionSuite } from './decision-case.js';
import { JAICP_MATRIX, JAICP_ROLES } from './jaicp.matrix.js';

const account: AccountFixture = {
  status: 'active',
  owner: 'first',
  members: {
    first: { status: 'active', roles: ['administrator'] },
    administrator: { status: 'active', roles: ['administrator'] },
    ...Object.fromEntries(JAICP_ROLES.map((role) => [role, { status: 'active' as const, roles: [role] }])),
    caller: { status: 'active', roles: ['dialer-user', 'dialer-verified'] },
    loader: { status: 'active', roles: ['initial', 'rawlogs-analytic', 'tech-support'] },
    inactive: { status: 'inactive', roles: ['administrator'] },
    roleless: { status: 'active', roles: [] },
  },
};

const ask = (member: string, permission: string): DecisionCase['ask'] => ({ member, permission });
const yes = want('granted', ['all']);
const no = want('no_grant');

const matrix: readonly DecisionCase[] = JAICP_MATRIX.flatMap(({ name, permission, roles }) => [
  ...JAICP_ROLES.map((role) => ({
    title: `${roles.has(role) ? 'Granted' : 'Not granted'} to ${role}: ${name}`,
    ask: ask(role, permission),
    want: roles.has(role) ? yes : no,
  })),
  { title: `Granted to the administrator: ${name}`, ask: ask('administrator', permission), want: yes },
]);

const together: readonly DecisionCase[] = [
  {
    title: 'DIALER_USER and DIALER_VERIFIED together see the list of broadcasts',
    ask: ask('caller', 'broadcasts:view'),
    want: yes,
  },
  { title: 'And start them', ask: ask('caller', 'broadcast-control:run'), want: yes },
  { title: 'Neither creates broadcasts', ask: ask('caller', 'broadcasts:create'), want: no },
  { title: 'A role that has nothing takes nothing from another', ask: ask('loader', 'rawlogs:download'), want: yes },
  { title: 'Roles add up', ask: ask('loader', 'projects:view-overview'), want: yes },
];

const people: readonly DecisionCase[] = [
  { title: 'The administrator adds users', ask: ask('administrator', 'members:invite'), want: yes },
  { title: 'The administrator assigns roles', ask: ask('administrator', 'members:edit'), want: yes },
  { title: 'USER sees users, but adds none', ask: ask('user', 'members:invite'), want: no },
  {
    title: 'Who is switched off may do nothing',
    ask: ask('inactive', 'clients:view'),
    want: want('member_not_active'),
  },
  { title: 'Without a role there is not even the own profile', ask: ask('roleless', 'self:view'), want: no },
  {
    title: 'The first administrator owns the account',
    ask: ask('first', 'account:transfer'),
    want: want('account_owner', ['all']),
  },
  {
    title: 'Another one does not',
    ask: ask('administrator', 'account:transfer'),
    want: want('not_grantable'),
  },
];

/** What INITIAL and RAWLOGS_ANALYTIC do not have besides the table: everything of the platform. */
const nothing: readonly DecisionCase[] = ['initial', 'rawlogs-analytic'].flatMap((role) =>
  ['members:invite', 'roles:edit', 'billing:view', 'records:view', 'audit:view', 'security:view'].map((permission) => ({
    title: `Not granted to ${role}: ${permission} of the platform`,
    ask: ask(role, permission),
    want: no,
  })),
);

/** All of golden 30 to 33 that is a decision, and every cell of the table of roles. */
export const jaicpDecisions: DecisionSuite = {
  name: 'jaicp',
  preset: 'jaicp',
  account,
  cases: [...matrix, ...together, ...people, ...nothing],
};
