import { contactOf, recordOf, want, type DecisionCase, type DecisionSuite } from './decision-case.js';
import { exceptions, projects } from './exception.cases.js';
import { HOUR, modelAccount } from './model.account.js';
import { projectExceptions } from './model.project.cases.js';
import { reach, sources, variants } from './model.reach.cases.js';

const scopes: readonly DecisionCase[] = [
  {
    title: 'Own records are reached by every scope',
    ask: { member: 'rita', permission: 'contacts:edit', record: contactOf('rita') },
    want: want('in_scope', ['own', 'sameRole']),
  },
  {
    title: 'Me and my roles reaches who holds the granting role, invited members too',
    ask: { member: 'rita', permission: 'contacts:edit', record: contactOf('rob') },
    want: want('in_scope', ['own', 'sameRole']),
  },
  {
    title: 'Me and my roles reaches nobody of another role',
    ask: { member: 'rita', permission: 'contacts:edit', record: contactOf('lead') },
    want: want('out_of_scope', ['own', 'sameRole']),
  },
  {
    title: 'A second role widens nothing: desk did not grant edit',
    ask: { member: 'both', permission: 'contacts:edit', record: contactOf('desk') },
    want: want('out_of_scope', ['own', 'sameRole']),
  },
  {
    title: 'Scopes of several roles are joined',
    ask: { member: 'both', permission: 'contacts:view', record: contactOf(null) },
    want: want('in_scope', ['own', 'sameRole', 'unowned']),
  },
  {
    title: 'Subordinates are reached two levels down the role tree',
    ask: { member: 'lead', permission: 'contacts:view', record: contactOf('tom') },
    want: want('in_scope', ['own', 'subordinate']),
  },
  {
    title: 'Nobody is reached upwards',
    ask: { member: 'lead', permission: 'contacts:view', record: contactOf('chief') },
    want: want('out_of_scope', ['own', 'subordinate']),
  },
  {
    title: 'Subordinates are reached down the chain of managers, whatever their role',
    ask: { member: 'lead', permission: 'contacts:view', record: contactOf('mate') },
    want: want('in_scope', ['own', 'subordinate']),
  },
  {
    title: 'A shared team reaches, until a membership ends',
    ask: { member: 'desk', permission: 'tasks:edit', record: recordOf('tasks', 'mate') },
    want: { ...want('in_scope', ['own', 'team']), until: HOUR },
  },
  {
    title: 'A membership that has ended reaches no more',
    ask: { member: 'desk', permission: 'tasks:edit', record: recordOf('tasks', 'mate'), later: HOUR },
    want: want('out_of_scope', ['own', 'team']),
  },
  {
    title: "Nobody's records need the scope unowned",
    ask: { member: 'rita', permission: 'contacts:edit', record: contactOf(null) },
    want: want('out_of_scope', ['own', 'sameRole']),
  },
  {
    title: "Nobody's records are reached by the scope unowned",
    ask: { member: 'desk', permission: 'contacts:view', record: contactOf(null) },
    want: want('in_scope', ['own', 'unowned']),
  },
  {
    title: 'An owner who is no member is reached by all only',
    ask: { member: 'lead', permission: 'contacts:view', record: contactOf('stranger') },
    want: want('out_of_scope', ['own', 'subordinate']),
  },
  {
    title: 'All reaches an owner who is no member',
    ask: { member: 'mate', permission: 'contacts:view', record: contactOf('stranger') },
    want: want('in_scope', ['all']),
  },
  {
    title: 'An owner who is not known is a denial',
    ask: { member: 'lead', permission: 'contacts:view', record: contactOf() },
    want: want('owner_unknown', ['own', 'subordinate']),
  },
  {
    title: 'All needs no owner',
    ask: { member: 'mate', permission: 'contacts:view', record: contactOf() },
    want: want('in_scope', ['all']),
  },
  {
    title: 'Without a record, less than all is granted in part',
    ask: { member: 'lead', permission: 'contacts:view' },
    want: want('granted_in_part', ['own', 'subordinate']),
  },
  {
    title: 'Without a record, all is granted',
    ask: { member: 'mate', permission: 'contacts:view' },
    want: want('granted', ['all']),
  },
  {
    title: "A new record without an owner is the member's own",
    ask: { member: 'rita', permission: 'contacts:create', record: { type: 'contacts' } },
    want: want('in_scope', ['own', 'sameRole']),
  },
  {
    title: 'A new record for an owner out of scope is denied',
    ask: { member: 'rita', permission: 'contacts:create', record: { type: 'contacts', owner: 'lead' } },
    want: want('out_of_scope', ['own', 'sameRole']),
  },
];

const closure: readonly DecisionCase[] = [
  {
    title: 'Edit implies view with the same scope, from the same role',
    ask: { member: 'rita', permission: 'contacts:view', record: contactOf('rob') },
    want: want('in_scope', ['own', 'sameRole']),
  },
  {
    title: 'A toggle implies view of own records, never more',
    ask: { member: 'tom', permission: 'contacts:view' },
    want: want('granted_in_part', ['own']),
  },
  {
    title: 'A scoped action implies a plain yes to a toggled view',
    ask: { member: 'desk', permission: 'tasks:view' },
    want: want('granted', ['all']),
  },
  {
    title: 'A feature may have another base action than view',
    ask: { member: 'mate', permission: 'rawlogs:download' },
    want: want('granted', ['all']),
  },
];

/** The rules that no shipped preset needs. */
export const modelDecisions: DecisionSuite = {
  name: 'the model',
  preset: 'model',
  account: modelAccount,
  cases: [...scopes, ...closure, ...reach, ...sources, ...variants, ...exceptions, ...projects, ...projectExceptions],
};

export const teamsOff: DecisionSuite = {
  name: 'the model, teams off',
  preset: 'model-without-teams',
  account: modelAccount,
  cases: [
    {
      title: 'With teams off the scope team reaches own records only',
      ask: { member: 'desk', permission: 'tasks:edit', record: recordOf('tasks', 'mate') },
      want: want('out_of_scope', ['own', 'team']),
    },
    {
      title: 'Own records it still reaches',
      ask: { member: 'desk', permission: 'tasks:edit', record: recordOf('tasks', 'desk') },
      want: want('in_scope', ['own', 'team']),
    },
  ],
};
