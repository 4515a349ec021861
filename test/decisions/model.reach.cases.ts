import { contactOf, recordOf, want, type DecisionCase } from './decision-case.js';
import { HOUR } from './model.account.js';

/** What no single role shows: several roles, several teams, exceptions, agents, creations, the register. */
export const reach: readonly DecisionCase[] = [
  {
    title: 'A record of another type is denied, whoever owns it',
    ask: { member: 'rita', permission: 'contacts:edit', record: recordOf('tasks', 'rita') },
    want: want('wrong_type', ['own', 'sameRole']),
  },
  {
    title: 'Revoked members count in their roles as well',
    ask: { member: 'rita', permission: 'contacts:edit', record: contactOf('revoked') },
    want: want('in_scope', ['own', 'sameRole']),
  },
  {
    title: "The account owner's records are reached like anyone's",
    ask: { member: 'peer', permission: 'tasks:edit', record: recordOf('tasks', 'chief') },
    want: want('in_scope', ['own', 'team']),
  },
  {
    title: 'With several roles one member can be below another',
    ask: { member: 'twin', permission: 'contacts:view', record: contactOf('sibling') },
    want: want('in_scope', ['own', 'subordinate']),
  },
  {
    title: 'And the other one below them',
    ask: { member: 'sibling', permission: 'contacts:view', record: contactOf('twin') },
    want: want('in_scope', ['own', 'subordinate']),
  },
  {
    title: "A holder of one's own role is not below it",
    ask: { member: 'twin', permission: 'contacts:view', record: contactOf('lead') },
    want: want('out_of_scope', ['own', 'subordinate']),
  },
  {
    title: 'From an exception, subordinates are seen from any role',
    ask: { member: 'coach', permission: 'contacts:delete', record: contactOf('tom') },
    want: want('in_scope', ['own', 'subordinate']),
  },
  {
    title: 'An exception widens what is seen by the same scope of a role',
    ask: { member: 'former', permission: 'contacts:edit', record: contactOf('desk') },
    want: { ...want('in_scope', ['own', 'sameRole']), until: HOUR },
  },
  {
    title: 'When it has expired, only the role that grants is seen from',
    ask: { member: 'former', permission: 'contacts:edit', record: contactOf('desk'), later: HOUR },
    want: want('out_of_scope', ['own', 'sameRole']),
  },
  {
    title: 'A shared team reaches until the membership of the other ends, too',
    ask: { member: 'peer', permission: 'tasks:edit', record: recordOf('tasks', 'desk') },
    want: { ...want('in_scope', ['own', 'team']), until: HOUR },
  },
  {
    title: 'Any shared team will do',
    ask: { member: 'peer', permission: 'tasks:edit', record: recordOf('tasks', 'friend') },
    want: { ...want('in_scope', ['own', 'team']), until: 2 * HOUR },
  },
  {
    title: 'To the millisecond',
    ask: {
      member: 'peer',
      permission: 'tasks:edit',
      record: recordOf('tasks', 'friend'),
      later: 2 * HOUR - 1,
      exactClock: true,
    },
    want: { ...want('in_scope', ['own', 'team']), until: 2 * HOUR },
  },
  {
    title: 'When one of the two memberships has ended, it is no team any more',
    ask: { member: 'peer', permission: 'tasks:edit', record: recordOf('tasks', 'friend'), later: 2 * HOUR },
    want: want('out_of_scope', ['own', 'team']),
  },
  {
    title: "A member who is on no team of the owner does not reach the owner's records",
    ask: { member: 'peer', permission: 'tasks:edit', record: recordOf('tasks', 'rita') },
    want: want('out_of_scope', ['own', 'team']),
  },
  {
    title: "An owner who is not named is the register's",
    ask: { member: 'rita', permission: 'contacts:edit', record: { type: 'contacts', id: 'of-rob' } },
    want: want('in_scope', ['own', 'sameRole']),
  },
  {
    title: 'A record that the register knows to be of nobody is of nobody',
    ask: { member: 'rita', permission: 'contacts:edit', record: { type: 'contacts', id: 'of-nobody' } },
    want: want('out_of_scope', ['own', 'sameRole']),
  },
  {
    title: 'An owner who is named wins over the one who is registered',
    ask: { member: 'rita', permission: 'contacts:edit', record: { type: 'contacts', id: 'of-rob', owner: 'lead' } },
    want: want('out_of_scope', ['own', 'sameRole']),
  },
  {
    title: "A new record is no record of the register's, whatever its id",
    ask: { member: 'rita', permission: 'contacts:create', record: { type: 'contacts', id: 'of-nobody' } },
    want: want('in_scope', ['own', 'sameRole']),
  },
  {
    title: 'A new record for nobody needs the scope unowned',
    ask: { member: 'rita', permission: 'contacts:create', record: { type: 'contacts', owner: null } },
    want: want('out_of_scope', ['own', 'sameRole']),
  },
  {
    title: 'A new record for a holder of the same role is in scope',
    ask: { member: 'rita', permission: 'contacts:create', record: { type: 'contacts', owner: 'rob' } },
    want: want('in_scope', ['own', 'sameRole']),
  },
];

/** Closure and agent access: what one source gives, and how far it sees. */
export const sources: readonly DecisionCase[] = [
  {
    title: 'The view that only a denied edit implied stays, with its scope',
    ask: { member: 'muted', permission: 'contacts:view', record: contactOf('rob') },
    want: want('in_scope', ['own', 'sameRole']),
  },
  {
    title: 'Agent access is a source of its own',
    ask: { member: 'agent', permission: 'tasks:cancel' },
    want: want('granted', ['all']),
  },
  {
    title: 'What agent access gives implies the view of it',
    ask: { member: 'agent', permission: 'tasks:view' },
    want: want('granted', ['all']),
  },
  {
    title: 'Its scope is joined to that of the role',
    ask: { member: 'agent', permission: 'contacts:view' },
    want: want('granted_in_part', ['own', 'sameRole']),
  },
  {
    title: 'It is not a role: it does not make members see from the roles that they have',
    ask: { member: 'agent', permission: 'contacts:view', record: contactOf('tom') },
    want: want('out_of_scope', ['own', 'sameRole']),
  },
  {
    title: 'Without agent access there is none of it',
    ask: { member: 'tom', permission: 'tasks:cancel' },
    want: want('no_grant'),
  },
];

const article = (id: string, properties?: Record<string, unknown>) => ({
  type: 'articles',
  id,
  ...(properties && { properties }),
});

export const variants: readonly DecisionCase[] = [
  {
    title: 'A variant decides by its own grants, here out of scope',
    ask: { member: 'editor', permission: 'articles:write', record: article('archived') },
    want: want('out_of_scope', ['own']),
  },
  {
    title: 'For its owner the same variant is in scope',
    ask: { member: 'coeditor', permission: 'articles:write', record: article('archived') },
    want: want('in_scope', ['own']),
  },
  {
    title: 'Any other value is the action itself',
    ask: { member: 'coeditor', permission: 'articles:write', record: article('open') },
    want: want('in_scope', ['own', 'sameRole']),
  },
  {
    title: 'A property that is sent wins over the registered one',
    ask: { member: 'editor', permission: 'articles:write', record: article('archived', { status: 'open' }) },
    want: want('in_scope', ['own', 'sameRole']),
  },
  {
    title: 'A property of the record that nobody knows is a denial',
    ask: { member: 'editor', permission: 'articles:write', record: article('bare') },
    want: want('property_required'),
  },
  {
    title: 'This is so for the owner too, because the question is resolved before the first step',
    ask: { member: 'chief', permission: 'articles:write', record: article('bare') },
    want: want('property_required'),
  },
  {
    title: 'And where no record is named at all',
    ask: { member: 'editor', permission: 'articles:write' },
    want: want('property_required'),
  },
  {
    title: 'A property of the action chooses, too, and the first match wins',
    ask: {
      member: 'editor',
      permission: 'articles:delete',
      record: article('open'),
      actionProperties: { soft: true },
    },
    want: want('granted', ['all']),
  },
  {
    title: 'Where the first does not match, the next is tried',
    ask: { member: 'editor', permission: 'articles:delete', record: article('open') },
    want: want('no_grant'),
  },
  {
    title: 'A value counts as it is: the word true is not true',
    ask: {
      member: 'editor',
      permission: 'articles:delete',
      record: article('archived'),
      actionProperties: { soft: 'true' },
    },
    want: want('no_grant'),
  },
  {
    title: 'A variant can be asked about under its own key',
    ask: { member: 'editor', permission: 'articles:archive', record: article('bare') },
    want: want('granted', ['all']),
  },
  {
    title: 'What is joined has the variants of what it is joined to, and its default owner',
    ask: {
      member: 'editor',
      permission: 'articles:create',
      record: { type: 'articles', properties: { status: 'archived' } },
    },
    want: want('in_scope', ['own']),
  },
  {
    title: 'The owner may stand in the property that the feature names',
    ask: {
      member: 'editor',
      permission: 'articles:write',
      record: article('archived', { status: 'open', author: 'rita' }),
    },
    want: want('out_of_scope', ['own', 'sameRole']),
  },
];
