import { describe, expect, it } from '@jest/globals';
import { Catalogue, type Grants, type MemberStatus } from '@roster/permissions';
import { loadPresets, type Preset } from '@roster/contracts';
import { AccountSnapshot } from '../snapshots/account-snapshot.js';
import type { StoredRole } from '../roles/role.js';
import {
  requireAdministrator,
  requireNoGain,
  requireOwnersRole,
  requireTouchable,
  requireWithinOwn,
  type Act,
} from './privileges.js';

const [shipped] = loadPresets().names.flatMap((name) => loadPresets().get(name) ?? []);
if (!shipped) throw new Error('There is no preset to start from');

const ADMIN: Grants = { 'members:view': true, 'members:edit': true, 'roles:view': true, 'roles:edit': true };

/** A product with record scopes, where members have any number of roles. */
const preset: Preset = {
  ...shipped,
  roleCardinality: 'multi',
  recordScopes: true,
  ownership: { label: 'Owner', visible: true, ensureRole: 'admin' },
  systemRoles: [{ slug: 'admin', name: 'Admin', description: '', icon: 'star', grants: ADMIN }],
};

const catalogue = new Catalogue({
  hash: 'test',
  features: [
    {
      key: 'contacts',
      label: 'Contacts',
      actions: [
        { key: 'view', label: 'View', kind: 'scoped' },
        { key: 'edit', label: 'Edit', kind: 'scoped' },
        { key: 'merge', label: 'Merge' },
      ],
    },
  ],
});

const ROLES: Record<string, Grants> = {
  desk: { 'contacts:view': ['own', 'sameRole'] },
  sales: { 'contacts:view': ['own', 'sameRole'] },
  chief: { 'contacts:view': ['own', 'subordinate'] },
  viewer: { 'contacts:view': ['all'] },
  merger: { 'contacts:merge': true },
};
const BELOW: Record<string, string> = { sales: 'chief' };

const custom = (id: string, grants: Grants): StoredRole => ({
  id,
  slug: null,
  name: id,
  description: '',
  icon: null,
  grants,
  position: 1,
  managerRoleId: BELOW[id] ?? null,
  deleted: false,
  replacedBy: null,
});

/** Members by name with their roles, `owner` being the owner; somebody acts, now. */
function act(actorId: string, members: Record<string, string[]>, status: Record<string, MemberStatus> = {}): Act {
  const account = new AccountSnapshot(
    {
      id: 'account',
      preset: preset.name,
      status: 'active',
      ownerMemberId: 'owner',
      version: 1,
      roles: [
        { ...custom('admin', {}), slug: 'admin', name: null, grants: null },
        ...Object.entries(ROLES).map(([id, grants]) => custom(id, grants)),
      ],
      members: Object.entries({ owner: ['admin'], ...members }).map(([id, roleIds]) => ({
        id,
        roleIds,
        userId: null,
        email: `${id}@example.com`,
        status: status[id] ?? 'active',
      })),
    },
    preset,
    catalogue,
  );
  return { account, actorId, now: 0 };
}

const rolesOf = ({ account }: Act, ...ids: string[]) => account.roles.filter(({ id }) => ids.includes(id));

const aboveOwn = expect.objectContaining({ code: 'privilege.above-own' });

describe('The privilege ceiling', () => {
  it('lets pass what the actor holds, and names what is above', () => {
    const desk = act('ada', { ada: ['desk'] });
    expect(() => requireWithinOwn(desk, rolesOf(desk, 'desk', 'sales'))).not.toThrow();
    expect(() => requireWithinOwn(desk, rolesOf(desk, 'desk', 'viewer', 'merger'))).toThrow(
      expect.objectContaining({
        code: 'privilege.above-own',
        details: { above: { 'contacts:view': ['all'], 'contacts:merge': ['all'] } },
      }),
    );
  });

  it('does not bind the owner', () => {
    const owner = act('owner', {});
    expect(() => requireWithinOwn(owner, rolesOf(owner, 'viewer', 'merger'))).not.toThrow();
  });

  it('holds for the touch of a member who has more, active or not', () => {
    const members = { ada: ['desk'], bob: ['merger'] };
    expect(() => requireTouchable(act('ada', members), 'bob')).toThrow(aboveOwn);
    expect(() => requireTouchable(act('ada', members, { bob: 'invited' }), 'bob')).toThrow(aboveOwn);
    expect(() => requireTouchable(act('ada', members), 'owner')).toThrow(aboveOwn);
    expect(() => requireTouchable(act('owner', members), 'bob')).not.toThrow();
  });

  it('leaves nothing to an actor who is not active', () => {
    const revoked = act('ada', { ada: ['desk'] }, { ada: 'revoked' });
    expect(() => requireWithinOwn(revoked, rolesOf(revoked, 'desk'))).toThrow(aboveOwn);
  });
});

describe('Whatever the bits say', () => {
  it('nobody reaches more records by giving himself another role with the same bits', () => {
    const ada = act('ada', { ada: ['desk'], sam: ['sales'] });
    expect(() => requireNoGain(ada, 'ada', rolesOf(ada, 'desk', 'sales'))).toThrow(aboveOwn);
    const alone = act('ada', { ada: ['desk'] });
    expect(() => requireNoGain(alone, 'ada', rolesOf(alone, 'desk', 'sales'))).not.toThrow();
  });

  it('nor by putting somebody under himself', () => {
    const chief = act('cleo', { cleo: ['chief'], sam: ['desk'] });
    expect(() => requireNoGain(chief, 'sam', rolesOf(chief, 'sales'))).toThrow(aboveOwn);
  });

  it('but the owner may, and who sees all records gains none', () => {
    const owner = act('owner', { sam: ['desk'] });
    expect(() => requireNoGain(owner, 'owner', rolesOf(owner, 'admin', 'sales'))).not.toThrow();
    const viewer = act('ada', { ada: ['viewer'], sam: ['sales'] });
    expect(() => requireNoGain(viewer, 'ada', rolesOf(viewer, 'viewer', 'sales'))).not.toThrow();
  });
});

describe("The owner's role", () => {
  it('stays with him, whatever else he has', () => {
    const { account } = act('owner', {});
    const isOwner = expect.objectContaining({ code: 'member.is-owner' });
    expect(() => requireOwnersRole(account, 'owner', rolesOf(act('owner', {}), 'desk'))).toThrow(isOwner);
    expect(() => requireOwnersRole(account, 'owner', rolesOf(act('owner', {}), 'desk', 'admin'))).not.toThrow();
    expect(() => requireOwnersRole(account, 'ada', [])).not.toThrow();
  });
});

describe('The last administrator besides the owner', () => {
  const last = expect.objectContaining({ code: 'member.last-administrator' });

  it('does not go by his own act', () => {
    expect(() => requireAdministrator(act('ada', { ada: ['admin'] }), 'ada', [])).toThrow(last);
  });

  it('goes by the act of the owner, or where another one stays', () => {
    expect(() => requireAdministrator(act('owner', { ada: ['admin'] }), 'ada', [])).not.toThrow();
    const two = { ada: ['admin'], ben: ['admin'] };
    expect(() => requireAdministrator(act('ada', two), 'ada', [])).not.toThrow();
    expect(() => requireAdministrator(act('ada', two, { ben: 'invited' }), 'ada', [])).toThrow(last);
  });

  it('may change to roles that leave him one', () => {
    const ada = act('ada', { ada: ['admin'] });
    expect(() => requireAdministrator(ada, 'ada', rolesOf(ada, 'admin', 'desk'))).not.toThrow();
  });
});
