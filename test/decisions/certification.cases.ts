import { want, type AccountFixture, type DecisionCase, type DecisionSuite } from './decision-case.js';

const account: AccountFixture = {
  status: 'active',
  owner: 'owner',
  members: {
    owner: { status: 'active', roles: [] },
    alice: { status: 'active', roles: ['user'] },
    bob: { status: 'active', roles: ['admin'] },
    carl: { status: 'active', roles: ['author'] },
  },
  records: [
    { type: 'record', id: 'record-1', owner: 'alice', properties: { status: 'active' } },
    { type: 'record', id: 'record-2', owner: 'bob', properties: { status: 'archived' } },
    { type: 'record', id: 'record-3', owner: 'carl', properties: { status: 'active' } },
  ],
};

const record = (id: string, properties?: Record<string, unknown>) => ({
  type: 'record',
  id,
  ...(properties && { properties }),
});
const ask = (member: string, action: string, of: DecisionCase['ask']['record'] = record('record-1')) => ({
  member,
  permission: `record:${action}`,
  record: of,
});
const yes = want('in_scope', ['all']);
const mine = want('in_scope', ['own']);
const no = want('no_grant');

/** The eight decisions that the scenario fixes. */
const fixed: readonly DecisionCase[] = [
  { title: '1: alice reads record-1', ask: ask('alice', 'read'), want: yes },
  { title: '2: alice writes record-1', ask: ask('alice', 'write'), want: yes },
  { title: '3: bob reads record-1', ask: ask('bob', 'read'), want: yes },
  { title: '4: bob does not write record-1', ask: ask('bob', 'write'), want: no },
  {
    title: '5: alice does not write what is archived',
    ask: ask('alice', 'write', record('record-2', { status: 'archived' })),
    want: no,
  },
  {
    title: '6: an admin writes what is archived',
    ask: ask('bob', 'write', record('record-2', { status: 'archived' })),
    want: yes,
  },
  { title: '7: alice deletes softly', ask: { ...ask('alice', 'delete'), actionProperties: { soft: true } }, want: yes },
  {
    title: '8: alice does not delete for good',
    ask: { ...ask('alice', 'delete'), actionProperties: { soft: false } },
    want: no,
  },
];

const register: readonly DecisionCase[] = [
  {
    title: 'What is registered as archived is, though nobody says so',
    ask: ask('bob', 'write', record('record-2')),
    want: yes,
  },
  { title: 'For alice too', ask: ask('alice', 'write', record('record-2')), want: no },
  {
    title: 'What is sent wins over what is registered',
    ask: ask('alice', 'write', record('record-2', { status: 'active' })),
    want: yes,
  },
  {
    title: 'A declared property that is neither sent nor registered is a denial',
    ask: ask('alice', 'write', record('record-9')),
    want: want('property_required'),
  },
  {
    title: 'Where the action has no variants by it, it is not missed',
    ask: ask('alice', 'read', record('record-9')),
    want: yes,
  },
  { title: 'A property of the action that is not sent is not missed either', ask: ask('alice', 'delete'), want: no },
  {
    title: 'A variant is a permission of its own, asked about by its own name',
    ask: ask('bob', 'write-archived', record('record-9')),
    want: yes,
  },
  {
    title: 'An author writes their own record, as registered',
    ask: ask('carl', 'write', record('record-3')),
    want: mine,
  },
  { title: "And nobody else's", ask: ask('carl', 'write'), want: want('out_of_scope', ['own']) },
  {
    title: 'Whose it is can be sent in the property that the feature names',
    ask: ask('carl', 'write', record('record-1', { ownerID: 'carl' })),
    want: mine,
  },
  {
    title: 'An owner who is neither sent nor registered is a denial',
    ask: ask('carl', 'write', record('record-9', { status: 'active' })),
    want: want('owner_unknown', ['own']),
  },
];

/** The certification scenario of AuthZEN 1.0, and what its preset is an example of besides. */
export const certificationDecisions: DecisionSuite = {
  name: 'certification',
  preset: 'certification',
  account,
  cases: [...fixed, ...register],
};
