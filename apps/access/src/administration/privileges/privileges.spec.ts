import { describe, expect, it } from '@jest/globals';
import type { Change } from '@roster/contracts';
import { accountOf, ADMIN, presetWith, type Described } from '../../../../../test/access/account-of.js';
import { proposalOf } from '../changes/proposal.js';
import { requireAllowed, requireGivable } from './privileges.js';

const NOW = 1_000_000;
const LATER = NOW + 1_000;

/** Checks a change by this actor against the rules. Whether they may make such a change at all is checked elsewhere. */
function change(described: Described, actorId: string, what: Change): void {
  const act = { account: accountOf(described), actorId, now: NOW };
  const proposal = proposalOf(act, what, 'created');
  if (proposal) requireAllowed(proposal);
}

const setRoles = (memberId: string, ...roleIds: string[]): Change => ({ kind: 'member.set-roles', memberId, roleIds });
const setManager = (memberId: string, managerId: string | null): Change => ({
  kind: 'member.set-manager',
  memberId,
  managerId,
});
const editGrants = (roleId: string, grants: Record<string, true | string[]>): Change => ({
  kind: 'role.edit',
  roleId,
  grants,
});
const allow = (memberId: string, permission: string, more: object = {}): Change => ({
  kind: 'exception.add',
  memberId,
  permission,
  effect: 'allow',
  ...more,
});
const removal = (memberId: string): Change => ({ kind: 'exception.remove', memberId, exceptionId: `${memberId} 0` });

const aboveOwn = (above?: object) =>
  expect.objectContaining({ code: 'privilege.above-own', ...(above && { details: { above } }) });

const ROLES = {
  desk: { grants: { 'contacts:view': ['own', 'sameRole'] } },
  sales: { grants: { 'contacts:view': ['own', 'sameRole'] } },
  viewer: { grants: { 'contacts:view': ['all'] } },
  looker: { grants: { 'permissions:view': true } },
  merger: { grants: { 'contacts:view': ['own'], 'contacts:merge': true } },
  trainer: { grants: { 'bots:view': true, 'bots:train': true } },
} as const;

describe('The privilege ceiling', () => {
  it('lets pass what the actor holds, and names what is above', () => {
    const described = { roles: ROLES, members: { ada: ['desk'], bob: [] } };
    expect(() => change(described, 'ada', setRoles('bob', 'sales'))).not.toThrow();
    expect(() => change(described, 'ada', setRoles('bob', 'viewer'))).toThrow(aboveOwn({ 'contacts:view': ['all'] }));
    expect(() => change(described, 'ada', setRoles('bob', 'merger'))).toThrow(aboveOwn({ 'contacts:merge': ['all'] }));
    expect(() => change(described, 'owner', setRoles('bob', 'viewer', 'merger'))).not.toThrow();
  });

  it('measures what changes: what somebody already has is no gain', () => {
    const described = { roles: ROLES, members: { ada: ['desk'], bob: ['desk'] } };
    expect(() => change(described, 'ada', setRoles('bob', 'sales'))).not.toThrow();
    expect(() => change(described, 'ada', setRoles('bob'))).not.toThrow();
  });

  it.each(['invited', 'inactive', 'revoked'] as const)('counts a member who is %s as if they were active', (status) => {
    const described = { roles: ROLES, members: { ada: ['desk'], bob: { roleIds: [], status } } };
    expect(() => change(described, 'ada', setRoles('bob', 'viewer'))).toThrow(aboveOwn());
    const touched = {
      roles: ROLES,
      members: { ada: ['desk', 'looker'], bob: { roleIds: ['viewer', 'desk'], status } },
    };
    expect(() => change(touched, 'ada', setRoles('bob', 'desk'))).toThrow(aboveOwn({ 'contacts:view': ['all'] }));
  });

  it('counts a role that is written as if somebody held it', () => {
    const described = { roles: ROLES, members: { ada: ['desk'] } };
    const create = (grants: Record<string, true | string[]>): Change => ({ kind: 'role.create', name: 'New', grants });
    expect(() => change(described, 'ada', create({ 'contacts:view': ['own'] }))).not.toThrow();
    expect(() => change(described, 'ada', create({ 'contacts:merge': true }))).toThrow(
      aboveOwn({ 'contacts:merge': ['all'] }),
    );
    expect(() => change(described, 'ada', create({ 'bots:train': true }))).toThrow(aboveOwn());
    expect(() => change(described, 'ada', editGrants('sales', { 'contacts:edit': ['own'] }))).toThrow(
      aboveOwn({ 'contacts:edit': ['own'] }),
    );
    expect(() => change(described, 'ada', editGrants('merger', { 'contacts:view': ['own'] }))).not.toThrow();
  });

  it('counts a role that replaces another as given, in projects too, and for an API key also against its maker', () => {
    const described = { roles: ROLES, members: { ada: ['desk', 'trainer'], bob: ['trainer'] } };
    const remove = (roleId: string, replacement?: string): Change => ({
      kind: 'role.delete',
      roleId,
      ...(replacement && { replacement }),
    });
    expect(() => change(described, 'ada', remove('sales', 'desk'))).not.toThrow();
    expect(() => change(described, 'ada', remove('sales'))).not.toThrow();
    expect(() => change(described, 'ada', remove('sales', 'merger'))).toThrow(aboveOwn());
    expect(() => change(described, 'ada', remove('looker', 'trainer'))).not.toThrow();
    const deskOnly = { ...described, members: { ada: ['desk'], bob: [] } };
    expect(() => change(deskOnly, 'ada', remove('looker', 'trainer'))).toThrow(aboveOwn());
    const key = { makerId: 'bob', permissions: null };
    const act = { account: accountOf(described), actorId: 'ada', now: NOW, key };
    const byKey = (replacement: string) => {
      const proposal = proposalOf(act, remove('sales', replacement), 'created');
      if (proposal) requireAllowed(proposal);
    };
    expect(() => byKey('trainer')).not.toThrow();
    expect(() => byKey('desk')).toThrow(aboveOwn());
  });

  it('also protects members who hold the edited role: the edit touches them', () => {
    const described = { roles: ROLES, members: { ada: ['desk', 'looker'], bob: ['desk', 'merger'] } };
    expect(() => change(described, 'ada', editGrants('desk', {}))).toThrow(aboveOwn({ 'contacts:merge': ['all'] }));
    const renamed: Change = { kind: 'role.edit', roleId: 'desk', name: 'Front desk' };
    expect(() => change(described, 'ada', renamed)).not.toThrow();
  });

  it('names what somebody else holds only to those who may see it', () => {
    const described = { roles: ROLES, members: { ada: ['desk'], eve: ['desk', 'viewer', 'looker'], bob: ['merger'] } };
    const refusedTo = (actorId: string) => {
      try {
        change(described, actorId, setManager('bob', 'ada'));
      } catch (error) {
        return error;
      }
    };
    expect(refusedTo('ada')).toEqual(aboveOwn());
    expect(refusedTo('ada')).not.toHaveProperty('details.above');
    expect(refusedTo('eve')).toEqual(aboveOwn({ 'contacts:merge': ['all'] }));
  });

  it("lets only the owner touch themselves, and refuses an actor who isn't active", () => {
    const described = { roles: ROLES, members: { ada: ['desk', 'admin'] } };
    expect(() => change(described, 'ada', setRoles('owner', 'admin', 'desk'))).toThrow(aboveOwn());
    const revoked = { roles: ROLES, members: { ada: { roleIds: ['desk'], status: 'revoked' as const }, bob: [] } };
    expect(() => change(revoked, 'ada', setRoles('bob', 'desk'))).toThrow(aboveOwn());
  });

  it('lets a new member in with what the actor has', () => {
    const account = accountOf({ roles: ROLES, members: { ada: ['desk'] } });
    const act = { account, actorId: 'ada', now: NOW };
    const rolesOf = (...ids: string[]) => account.roles.filter(({ id }) => ids.includes(id));
    expect(() => requireGivable(act, { roles: rolesOf('desk') })).not.toThrow();
    expect(() => requireGivable(act, { roles: rolesOf('viewer') })).toThrow(aboveOwn());
    expect(() => requireGivable({ ...act, actorId: 'owner' }, { roles: rolesOf('viewer') })).not.toThrow();
  });
});

describe('What the actor holds until an instant', () => {
  const described: Described = {
    roles: ROLES,
    members: { ada: { has: [{ permission: 'contacts:merge', effect: 'allow', expiresAt: LATER }] }, bob: [] },
  };

  it('may be passed on until then and no longer', () => {
    const until = (at: number) => ({ expiresAt: new Date(at).toISOString() });
    expect(() => change(described, 'ada', allow('bob', 'contacts:merge', until(LATER)))).not.toThrow();
    expect(() => change(described, 'ada', allow('bob', 'contacts:merge', until(LATER - 1)))).not.toThrow();
    expect(() => change(described, 'ada', allow('bob', 'contacts:merge', until(LATER + 1)))).toThrow(aboveOwn());
    expect(() => change(described, 'ada', allow('bob', 'contacts:merge'))).toThrow(aboveOwn());
    expect(() => change(described, 'ada', setRoles('bob', 'merger'))).toThrow(aboveOwn());
  });

  it('cannot be extended by the member who holds it', () => {
    const extended: Described = {
      ...described,
      members: {
        ...described.members,
        ada: {
          has: [
            { permission: 'contacts:merge', effect: 'allow', expiresAt: LATER },
            { permission: 'contacts:merge', effect: 'deny', expiresAt: NOW - 1 },
          ],
        },
      },
    };
    expect(() => change(extended, 'ada', setRoles('ada', 'merger'))).toThrow(aboveOwn());
  });

  it('is compared again where a DENY of the other member ends', () => {
    const denied = (at: number) => [{ permission: 'contacts:view', effect: 'deny', expiresAt: at }] as const;
    const ada = { has: [{ permission: 'contacts:merge', effect: 'allow', expiresAt: LATER }] } as const;
    const over: Described = { roles: ROLES, members: { ada, bob: { has: denied(LATER + 10) } } };
    expect(() => change(over, 'ada', setRoles('bob', 'merger'))).toThrow(aboveOwn());
    const lasting: Described = { roles: ROLES, members: { ada: ['merger'], bob: { has: denied(LATER + 10) } } };
    expect(() => change(lasting, 'ada', setRoles('bob', 'merger'))).not.toThrow();
  });

  it('is nothing where they hold it only later', () => {
    const denied = (at: number) => [{ permission: 'contacts:view', effect: 'deny', expiresAt: at }] as const;
    const waiting: Described = {
      roles: ROLES,
      members: { ada: { roleIds: ['merger'], has: denied(LATER) }, bob: { has: denied(LATER + 10) } },
    };
    expect(() => change(waiting, 'ada', setRoles('bob', 'merger'))).toThrow(aboveOwn());
  });
});

describe('In projects', () => {
  const described: Described = {
    roles: ROLES,
    members: {
      ada: ['trainer'],
      bob: [],
      pat: [],
      cleo: { has: [{ permission: 'bots:train', effect: 'allow', projectId: 'one' }] },
    },
    projects: { one: { owner: 'pat', team: ['ada', 'bob', 'cleo'] }, two: { owner: 'owner', team: ['ada', 'bob'] } },
  };
  const train = (memberId: string, projectId?: string) => allow(memberId, 'bots:train', projectId ? { projectId } : {});

  it('the actor is compared by what they hold there', () => {
    expect(() => change(described, 'cleo', train('bob', 'one'))).not.toThrow();
    expect(() => change(described, 'cleo', train('bob', 'two'))).toThrow(aboveOwn());
    expect(() => change(described, 'cleo', train('bob'))).toThrow(aboveOwn());
    expect(() => change(described, 'ada', train('bob'))).not.toThrow();
    expect(() => change(described, 'cleo', setRoles('bob', 'trainer'))).toThrow(aboveOwn());
  });

  it('its owner grants and withdraws there, also to members they do not otherwise reach, and nowhere else', () => {
    const above = { ...described, members: { ...described.members, bob: ['merger'] } };
    expect(() => change(above, 'pat', train('bob', 'one'))).not.toThrow();
    expect(() => change(above, 'pat', removal('cleo'))).not.toThrow();
    expect(() => change(above, 'pat', train('bob', 'two'))).toThrow(aboveOwn());
    expect(() => change(above, 'pat', train('owner', 'one'))).toThrow(aboveOwn());
  });

  it('nobody gives themselves what they do not hold there, for the day they join its team', () => {
    const more = { ...described, members: { ...described.members, eve: [], tom: ['trainer'] } };
    const above = { 'bots:view': ['all'], 'bots:train': ['all'] };
    expect(() => change(more, 'eve', train('eve', 'one'))).toThrow(aboveOwn(above));
    expect(() => change(more, 'tom', train('tom', 'one'))).not.toThrow();
  });

  it('nobody else touches its owner', () => {
    expect(() => change(described, 'ada', allow('pat', 'bots:view'))).toThrow(aboveOwn());
  });
});

describe('Reach, where no permission is gained', () => {
  const reach = expect.objectContaining({
    code: 'privilege.above-own',
    details: { reach: { permission: 'contacts:view' } },
  });
  const chief = { ...ROLES, chief: { grants: { 'contacts:view': ['own', 'subordinate'] } } } as const;

  it('nobody reaches more records by giving themselves another role with the same bits', () => {
    const described = { roles: ROLES, members: { ada: ['desk'], sam: ['sales'] } };
    expect(() => change(described, 'ada', setRoles('ada', 'desk', 'sales'))).toThrow(reach);
    const alone = { roles: ROLES, members: { ada: ['desk'] } };
    expect(() => change(alone, 'ada', setRoles('ada', 'desk', 'sales'))).not.toThrow();
  });

  it('nor by giving their own role to somebody', () => {
    const described = { roles: ROLES, members: { ada: ['desk'], bob: [] } };
    expect(() => change(described, 'ada', setRoles('bob', 'desk'))).toThrow(reach);
  });

  it('nor by an exception that sees from all their roles', () => {
    const plain = { ...ROLES, plain: { grants: {} } };
    const described = { roles: plain, members: { ada: ['desk', 'plain'], sam: ['plain'] } };
    const widened = allow('ada', 'contacts:view', { scope: ['own', 'sameRole'] });
    expect(() => change(described, 'ada', widened)).toThrow(reach);
  });

  it('nor by putting somebody under themselves, in the tree or in the chain of managers', () => {
    const below = { ...chief, rep: { grants: {}, below: 'chief' } };
    const described = { roles: below, members: { cleo: ['chief'], sam: [] } };
    expect(() => change(described, 'cleo', setRoles('sam', 'rep'))).toThrow(reach);
    expect(() => change(described, 'cleo', setManager('sam', 'cleo'))).toThrow(reach);
    expect(() => change(described, 'owner', setManager('sam', 'cleo'))).not.toThrow();
  });

  it('but a member who sees all records gains none', () => {
    const viewer = { roles: ROLES, members: { ada: ['viewer'], sam: ['sales'] } };
    expect(() => change(viewer, 'ada', setRoles('ada', 'viewer', 'sales'))).not.toThrow();
  });
});

describe('In a tree of roles', () => {
  const preset = presetWith({ roleTree: true });
  const roles = {
    north: { grants: {}, below: 'admin' },
    south: { grants: {}, below: 'admin' },
    coast: { grants: {}, below: 'south' },
    cape: { grants: {}, below: 'coast' },
  };
  const described = { preset, roles, members: { ada: ['south'], bob: ['coast'], cid: ['north'] } };
  const above = expect.objectContaining({ code: 'role.above-own' });

  it('roles are given at or below one of one’s own', () => {
    expect(() => change(described, 'ada', setRoles('bob', 'cape'))).not.toThrow();
    expect(() => change(described, 'ada', setRoles('bob', 'south'))).not.toThrow();
    expect(() => change(described, 'ada', setRoles('bob', 'north'))).toThrow(above);
    expect(() => change(described, 'ada', setRoles('cid'))).not.toThrow();
    expect(() => change(described, 'owner', setRoles('bob', 'north'))).not.toThrow();
  });

  it('they are edited, moved and made there', () => {
    const edit = (roleId: string, more: object): Change => ({ kind: 'role.edit', roleId, ...more });
    const create = (managerRoleId: string): Change => ({ kind: 'role.create', name: 'New', grants: {}, managerRoleId });
    expect(() => change(described, 'ada', edit('coast', { description: 'By the sea' }))).not.toThrow();
    expect(() => change(described, 'ada', edit('north', { description: 'By the ice' }))).toThrow(above);
    expect(() => change(described, 'ada', edit('cape', { managerRoleId: 'south' }))).not.toThrow();
    expect(() => change(described, 'ada', edit('cape', { managerRoleId: 'north' }))).toThrow(above);
    expect(() => change(described, 'ada', edit('north', { managerRoleId: 'south' }))).toThrow(above);
    expect(() => change(described, 'ada', create('coast'))).not.toThrow();
    expect(() => change(described, 'ada', create('admin'))).toThrow(above);
  });

  it('they are deleted there, and the roles below stay there', () => {
    const remove = (roleId: string, replacement?: string): Change => ({
      kind: 'role.delete',
      roleId,
      ...(replacement && { replacement }),
    });
    expect(() => change(described, 'ada', remove('coast', 'cape'))).not.toThrow();
    expect(() => change(described, 'ada', remove('coast', 'north'))).toThrow(above);
    expect(() => change(described, 'ada', remove('south', 'coast'))).toThrow(above);
    expect(() => change(described, 'ada', remove('north', 'coast'))).toThrow(above);
    // Nobody holds the role, but somebody may have been promised it.
    const promised = { ...described, members: { ada: ['south'] } };
    expect(() => change(promised, 'ada', remove('cape', 'coast'))).not.toThrow();
    expect(() => change(promised, 'ada', remove('cape', 'north'))).toThrow(above);
  });
});

describe('The last administrator besides the owner', () => {
  const last = expect.objectContaining({ code: 'member.last-administrator' });
  const other = { other: { grants: ADMIN } };

  it('cannot be removed by anyone but the owner', () => {
    const one = { roles: other, members: { ada: ['admin'] } };
    expect(() => change(one, 'ada', setRoles('ada'))).toThrow(last);
    expect(() => change(one, 'ada', setRoles('ada', 'other'))).not.toThrow();
    expect(() => change(one, 'owner', setRoles('ada'))).not.toThrow();
    const two = { roles: other, members: { ada: ['admin'], ben: ['admin'] } };
    expect(() => change(two, 'ada', setRoles('ada'))).not.toThrow();
    const invited = { members: { ada: ['admin'], ben: { roleIds: ['admin'], status: 'invited' as const } } };
    expect(() => change(invited, 'ada', setRoles('ada'))).toThrow(last);
  });

  it('cannot be removed by a DENY, nor by an edit of their role; one whose permission ends does not count', () => {
    const deny: Change = { kind: 'exception.add', memberId: 'ada', permission: 'roles:edit', effect: 'deny' };
    expect(() => change({ members: { ada: ['admin'] } }, 'ada', deny)).toThrow(last);
    const edited = { roles: other, members: { ada: ['other'] } };
    expect(() => change(edited, 'ada', editGrants('other', { 'members:view': true }))).toThrow(last);
    const ending = [{ permission: 'roles:edit', effect: 'deny', expiresAt: LATER }] as const;
    const twoOfKind = { members: { ada: ['admin'], ben: { roleIds: ['admin'], has: ending } } };
    expect(() => change(twoOfKind, 'ada', setRoles('ada'))).toThrow(last);
  });
});
