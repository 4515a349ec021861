import { NOW, want, type AccountFixture, type DecisionCase, type DecisionSuite } from './decision-case.js';

const HOUR = 3_600_000;

/** Everything of a project that can be granted. */
const PROJECT_KEYS = [
  'project:view',
  'project-team:view',
  'project-team:edit',
  'project-permissions:view',
  'project-permissions:edit',
  'content:view',
  'content:edit',
  'training:view',
  'training:edit',
  'channels:view',
  'channels:edit',
  'statistics:view',
  'handover:view',
  'handover:answer',
];
/** What the owner of a project has in it, and nobody else ever. */
const OWNERS_KEYS = ['project:edit-settings', 'project:delete', 'project:transfer'];

const allow = (permission: string, projectId?: string) =>
  ({ permission, effect: 'allow', ...(projectId && { projectId }) }) as const;
const deny = (permission: string, projectId?: string) =>
  ({ permission, effect: 'deny', ...(projectId && { projectId }) }) as const;

const account: AccountFixture = {
  status: 'active',
  owner: 'olivia',
  members: {
    olivia: { status: 'active', roles: [] },
    pat: { status: 'active', roles: [] },
    newcomer: { status: 'active', roles: [] },
    // The info icon, and the pencil.
    viewer: { status: 'active', roles: [], exceptions: [allow('permissions:view')] },
    editor: { status: 'active', roles: [], exceptions: [allow('permissions:edit')] },
    recruiter: { status: 'active', roles: [], exceptions: [allow('members:invite'), allow('projects:assign')] },
    // Everything was granted to him in the project, but its team never was his.
    outsider: { status: 'active', roles: [], exceptions: PROJECT_KEYS.map((key) => allow(key, 'apollo')) },
    generalist: { status: 'active', roles: [], exceptions: PROJECT_KEYS.map((key) => allow(key)) },
    // Dave has a copy of what Carol has.
    carol: {
      status: 'active',
      roles: [],
      exceptions: [allow('content:edit', 'apollo'), allow('training:edit', 'apollo')],
    },
    dave: {
      status: 'active',
      roles: [],
      exceptions: [allow('content:edit', 'apollo'), allow('training:edit', 'apollo')],
    },
    author: {
      status: 'active',
      roles: [],
      exceptions: [
        allow('content:edit'),
        deny('content:edit', 'gemini'),
        deny('channels:edit'),
        allow('channels:edit', 'gemini'),
      ],
    },
    pretender: { status: 'active', roles: [], exceptions: OWNERS_KEYS.map((key) => allow(key, 'apollo')) },
    guest: { status: 'active', roles: [], exceptions: [allow('statistics:view', 'apollo')] },
  },
  projects: [
    {
      id: 'apollo',
      ownerMemberId: 'pat',
      team: [
        { memberId: 'carol' },
        { memberId: 'dave' },
        { memberId: 'author' },
        { memberId: 'pretender' },
        { memberId: 'guest', expiresAt: NOW + HOUR },
      ],
    },
    { id: 'gemini', ownerMemberId: 'olivia', team: [{ memberId: 'author' }, { memberId: 'carol' }] },
  ],
};

const ask = (member: string, permission: string, project?: string): DecisionCase['ask'] => ({
  member,
  permission,
  ...(project && { project }),
});
const yes = want('granted', ['all']);
const no = want('no_grant');
const owns = want('account_owner', ['all']);

const organization: readonly DecisionCase[] = [
  { title: 'The organization owner creates user accounts', ask: ask('olivia', 'members:invite'), want: owns },
  {
    title: 'Without the right to view permissions there is no icon',
    ask: ask('newcomer', 'permissions:view'),
    want: no,
  },
  { title: 'The right to view permissions shows the info icon', ask: ask('viewer', 'permissions:view'), want: yes },
  { title: 'And no pencil', ask: ask('viewer', 'permissions:edit'), want: no },
  { title: 'The right to edit permissions shows the pencil', ask: ask('editor', 'permissions:edit'), want: yes },
  { title: 'And implies that he views them', ask: ask('editor', 'permissions:view'), want: yes },
  { title: 'Who was given it creates user accounts', ask: ask('recruiter', 'members:invite'), want: yes },
  { title: 'And sees the users by that', ask: ask('recruiter', 'members:view'), want: yes },
  { title: 'But does not edit them', ask: ask('recruiter', 'members:edit'), want: no },
  { title: 'Who was given it assigns projects', ask: ask('recruiter', 'projects:assign'), want: yes },
  { title: 'Nobody creates projects by that', ask: ask('recruiter', 'projects:create'), want: no },
  { title: 'All users change their own profile', ask: ask('newcomer', 'self:edit'), want: yes },
  {
    title: 'A permission of the organization ignores a project that is named',
    ask: ask('viewer', 'permissions:view', 'apollo'),
    want: yes,
  },
];

const owners: readonly DecisionCase[] = OWNERS_KEYS.flatMap((key): DecisionCase[] => [
  { title: `The organization owner has ${key} in every project`, ask: ask('olivia', key, 'apollo'), want: owns },
  { title: `The project owner has ${key}`, ask: ask('pat', key, 'apollo'), want: want('project_owner', ['all']) },
  {
    title: `He does not have ${key} in the project of another`,
    ask: ask('pat', key, 'gemini'),
    want: want('not_on_team'),
  },
  { title: `Nobody on the team has ${key}`, ask: ask('carol', key, 'apollo'), want: want('not_grantable') },
  {
    title: `A grant of ${key} that was stored all the same does nothing`,
    ask: ask('pretender', key, 'apollo'),
    want: want('not_grantable'),
  },
]);

const gate: readonly DecisionCase[] = PROJECT_KEYS.flatMap((key): DecisionCase[] => [
  {
    title: `Off the team, ${key} is denied, though it was granted in the project`,
    ask: ask('outsider', key, 'apollo'),
    want: want('not_on_team'),
  },
  {
    title: `Off the team, ${key} is denied, though it was granted for all projects`,
    ask: ask('generalist', key, 'apollo'),
    want: want('not_on_team'),
  },
  {
    title: `The project owner has ${key} without a grant`,
    ask: ask('pat', key, 'apollo'),
    want: want('project_owner', ['all']),
  },
]);

/** Carol's two edits, and the views that they imply. */
const COPIED = new Set(['content:view', 'content:edit', 'training:view', 'training:edit']);

const copy: readonly DecisionCase[] = PROJECT_KEYS.map((key) => ({
  title: `Dave, with a copy of what Carol has, ${COPIED.has(key) ? 'has' : 'does not have'} ${key}`,
  ask: ask('dave', key, 'apollo'),
  want: COPIED.has(key) ? yes : no,
}));

const projects: readonly DecisionCase[] = [
  {
    title: 'On the team, what was granted in the project counts',
    ask: ask('carol', 'content:edit', 'apollo'),
    want: yes,
  },
  { title: 'It counts in that project only', ask: ask('carol', 'content:edit', 'gemini'), want: no },
  {
    title: 'On the team, what was granted for all projects counts',
    ask: ask('author', 'content:edit', 'apollo'),
    want: yes,
  },
  {
    title: 'A project may take back what was granted for all of them',
    ask: ask('author', 'content:edit', 'gemini'),
    want: want('exception_deny'),
  },
  { title: 'The view stays where only the edit is denied', ask: ask('author', 'content:view', 'gemini'), want: yes },
  {
    title: 'What is denied everywhere is denied in a project',
    ask: ask('author', 'channels:edit', 'apollo'),
    want: want('exception_deny'),
  },
  { title: 'A project may grant it all the same', ask: ask('author', 'channels:edit', 'gemini'), want: yes },
  {
    title: 'A place on the team may end, and everything with it',
    ask: ask('guest', 'statistics:view', 'apollo'),
    want: { ...yes, until: HOUR },
  },
  {
    title: 'When it has ended',
    ask: { ...ask('guest', 'statistics:view', 'apollo'), later: HOUR },
    want: want('not_on_team'),
  },
  {
    title: 'A project permission needs its project',
    ask: ask('carol', 'content:edit'),
    want: want('project_required'),
  },
  {
    title: 'A project of nobody knows where is unknown',
    ask: ask('carol', 'content:edit', 'soyuz'),
    want: want('unknown_project'),
  },
];

/** What is a decision in golden 24, golden 26 and golden 27. */
export const botplatformDecisions: DecisionSuite = {
  name: 'botplatform',
  preset: 'botplatform',
  account,
  cases: [...organization, ...owners, ...gate, ...copy, ...projects],
};

/** For golden 25: of two partners, one has put its people on a team here, and one has no link. */
export const botplatformPartners: DecisionSuite = {
  name: 'botplatform, partners',
  preset: 'botplatform',
  account: {
    ...account,
    projects: [
      { id: 'apollo', ownerMemberId: 'pat', team: [{ memberId: 'paula' }, { memberId: 'stranger' }] },
      { id: 'gemini', ownerMemberId: 'olivia', team: [{ memberId: 'paula' }] },
    ],
    partners: [
      {
        accountId: 'partner',
        status: 'active',
        projectIds: ['apollo'],
        members: [
          {
            id: 'paula',
            status: 'active',
            exceptions: [allow('content:edit', 'apollo'), allow('content:edit', 'gemini'), allow('members:view')],
          },
          { id: 'paul', status: 'active' },
        ],
      },
    ],
  },
  cases: [
    {
      title: "A partner's user works on a project that the link opens",
      ask: ask('paula', 'content:edit', 'apollo'),
      want: yes,
    },
    { title: 'What he was not granted he does not have', ask: ask('paula', 'training:edit', 'apollo'), want: no },
    {
      title: 'A project that the link does not open is not his, team or not',
      ask: ask('paula', 'content:edit', 'gemini'),
      want: want('unknown_member'),
    },
    { title: 'He is nobody in the organization', ask: ask('paula', 'members:view'), want: want('unknown_member') },
    {
      title: "A partner's user who is not on the team is nobody",
      ask: ask('paul', 'content:edit', 'apollo'),
      want: want('unknown_member'),
    },
    {
      title: 'Nor is a user of an account that is no partner, team or not',
      ask: ask('stranger', 'content:edit', 'apollo'),
      want: want('unknown_member'),
    },
  ],
};
