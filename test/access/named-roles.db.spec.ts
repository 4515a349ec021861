import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createRole,
  deleteRole,
  editRole,
  previewChange,
  recheckRoles,
  type Change,
  type MemberState,
} from '@roster/contracts';
import { migrations as identityMigrations } from '../../apps/identity/src/migrations/index.js';
import { createTestDatabase } from '../harness/database.js';
import { query } from '../harness/statements.js';
import { AccessWorld, type AccountDouble } from './access-world.js';
import { asking } from './manager.js';
import { memberState } from './people.js';

let world: AccessWorld;

beforeAll(async () => {
  world = await AccessWorld.create();
});
afterAll(() => world.close());

/** What the actor may do. By the actor's changes nobody may get more than this. */
const OWN = {
  'roles:view': true,
  'roles:edit': true,
  'roles:delete': true,
  'permissions:view': true,
  'campaigns:view': true,
} as const;
const ABOVE = { ...OWN, 'campaigns:publish': true } as const;
const GRANTS = { below: { 'campaigns:view': true }, at: OWN, above: ABOVE } as const;
const LEVELS = ['below', 'at', 'above'] as const;
type Level = (typeof LEVELS)[number];

/** An account, the actor in it, and a role that is not named anywhere yet. */
class Scene {
  private made = 0;

  private constructor(
    readonly account: AccountDouble,
    readonly actorId: string,
  ) {}

  static async create(): Promise<Scene> {
    const account = await world.account();
    return new Scene(account, await account.memberWith(OWN));
  }

  get ask() {
    return asking(world, this.account);
  }

  async role(grants: Record<string, true>): Promise<string> {
    this.made += 1;
    return (await this.ask(this.account.owner, createRole, { name: `Role ${this.made}`, grants })).id;
  }

  /** A member's permissions for access itself. */
  async heldBy(memberId: string): Promise<string[]> {
    const rows = await world.query<{ role_id: string }>(
      'select role_id from member_roles where account_id = $1 and member_id = $2',
      [this.account.id, memberId],
    );
    return rows.map(({ role_id }) => role_id);
  }

  /** The roles that the owner's promise of these roles amounts to: identity asks when a person comes for them. */
  async promised(roleId: string): Promise<string[]> {
    const promise = { accountId: this.account.id, granterId: this.account.owner, roleIds: [roleId] };
    return (await world.rpc.call(recheckRoles, promise)).roles.map(({ id }) => id);
  }
}

/** Names the role somewhere. Resolves with a function that tells which roles the person concerned now gets. */
type Naming = (scene: Scene, roleId: string) => Promise<() => Promise<string[]>>;

const holder =
  (state: Partial<MemberState>): Naming =>
  async (scene, roleId) => {
    const member = memberState({ roleIds: [roleId], ...state });
    await scene.account.apply(member);
    return () => scene.heldBy(member.id);
  };

const takenAway =
  (status: 'inactive' | 'revoked'): Naming =>
  async (scene, roleId) => {
    const member = memberState({ roleIds: [roleId] });
    await scene.account.apply(member);
    await scene.account.takeAway(scene.account.owner, member.id, status);
    return () => scene.heldBy(member.id);
  };

const later: Naming = (scene, roleId) => {
  const member = memberState({ roleIds: [roleId], status: 'invited', revision: 1 });
  return Promise.resolve(async () => {
    await scene.account.apply(member);
    return scene.heldBy(member.id);
  });
};

const promise: Naming = (scene, roleId) => Promise.resolve(() => scene.promised(roleId));

const replaced: Naming = async (scene, roleId) => {
  const [first, second] = [await scene.role(GRANTS.below), await scene.role(GRANTS.below)];
  await scene.ask(scene.account.owner, deleteRole, { roleId: first, replacement: second });
  await scene.ask(scene.account.owner, deleteRole, { roleId: second, replacement: roleId });
  return () => scene.promised(first);
};

/** Every place that stores roles, with its columns. `access` and `identity` are the databases. */
const PLACES: Record<string, { readonly columns: readonly string[]; readonly name: Naming }> = {
  'a member': { columns: ['access member_roles.role_id'], name: holder({}) },
  'a member who is invited': {
    columns: ['identity members.role_ids'],
    name: holder({ status: 'invited', revision: 1 }),
  },
  'an inactive member': { columns: ['access member_roles.role_id'], name: takenAway('inactive') },
  'a revoked member': { columns: ['access member_roles.role_id'], name: takenAway('revoked') },
  'a key of the API': { columns: ['access member_roles.role_id'], name: holder({ userId: null }) },
  'an invitation that access hears of later': { columns: ['identity members.role_ids'], name: later },
  'an invitation whose guest comes': { columns: ['identity members.role_ids'], name: promise },
  'a connection whose newcomer comes': { columns: ['identity sso_connections.role_ids'], name: promise },
  'a deleted role that it replaced': { columns: ['access roles.replaced_by'], name: replaced },
};

/** Columns that name roles but give them to nobody. */
const OTHERS: Record<string, string> = {
  'access roles.manager_role_id': 'the tree: held to the rule of the tree',
  'identity member_roles.role_ids': 'a copy of what access says, for display and filters',
  'identity member_roles.roles': 'the same',
};

describe('A role that is named somewhere', () => {
  it('is named in no other place than those tested here', async () => {
    const inAccess = await world.query<{ place: string }>(
      `select format('access %s.%s', c.conrelid::regclass, a.attname) as place
       from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
       where c.confrelid = 'roles'::regclass and a.attname <> 'account_id'`,
    );
    const identity = await createTestDatabase({ context: 'identity', migrations: identityMigrations });
    const inIdentity = await query<{ place: string }>(
      identity.adminUrl,
      `select format('identity %s.%s', table_name, column_name) as place from information_schema.columns
       where table_schema = 'public' and column_name ~ 'role'`,
    ).finally(() => identity.drop());
    const tried = Object.values(PLACES).flatMap(({ columns }) => columns);
    const places = [...inAccess, ...inIdentity].map(({ place }) => place);
    expect(places.toSorted()).toEqual([...new Set([...tried, ...Object.keys(OTHERS)])].toSorted());
  });

  const cases = Object.entries(PLACES).flatMap(([place, { name }]) => LEVELS.map((level) => ({ place, level, name })));

  it.each(cases)(
    'by $place is replaced by one $level the actor’s own, as if it were given',
    async ({ level, name }) => {
      const scene = await Scene.create();
      const roleId = await scene.role(GRANTS.below);
      const named = await name(scene, roleId);
      const replacement = await scene.role(GRANTS[level]);
      const change = { kind: 'role.delete', roleId, replacement } as const;
      await expectHeld(scene, level, change, () => scene.ask(scene.actorId, deleteRole, { roleId, replacement }));
      expect(await named()).toEqual([level === 'above' ? roleId : replacement]);
    },
  );

  it.each(cases)('by $place comes to grant what is $level the actor’s own, as if it were given', async (tried) => {
    const { level, name } = tried;
    const scene = await Scene.create();
    const roleId = await scene.role({ 'campaigns:view': true, 'roles:view': true });
    const named = await name(scene, roleId);
    const edit = { roleId, grants: GRANTS[level] };
    const change = { kind: 'role.edit', ...edit } as const;
    await expectHeld(scene, level, change, () => scene.ask(scene.actorId, editRole, edit));
    expect(await named()).toEqual([roleId]);
  });

  it('is replaced by nothing above the actor’s own where it was above already and nobody has it', async () => {
    const scene = await Scene.create();
    const [roleId, replacement] = [await scene.role(ABOVE), await scene.role(ABOVE)];
    const change = { kind: 'role.delete', roleId, replacement } as const;
    await expectHeld(scene, 'above', change, () => scene.ask(scene.actorId, deleteRole, { roleId, replacement }));
    await expect(scene.ask(scene.account.owner, deleteRole, { roleId, replacement })).resolves.toMatchObject({});
  });
});

/**
 * Expects that the change is refused where the role is above the actor's own, also in the preview, and is made
 * otherwise.
 */
async function expectHeld(scene: Scene, level: Level, change: Change, make: () => Promise<object>): Promise<void> {
  const preview = await scene.ask(scene.actorId, previewChange, { change });
  if (level === 'above') {
    const refusal = { code: 'privilege.above-own', details: { above: { 'campaigns:publish': ['all'] } } };
    expect(preview).toMatchObject({ refusal });
    await expect(make()).rejects.toMatchObject(refusal);
  } else {
    expect(preview).not.toHaveProperty('refusal');
    await expect(make()).resolves.toMatchObject({ version: expect.any(Number) });
  }
}
