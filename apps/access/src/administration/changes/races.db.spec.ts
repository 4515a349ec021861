import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  addException,
  createRole,
  createTeam,
  deleteRole,
  editRole,
  listExceptions,
  nameKey,
  setMemberManager,
  setMemberRoles,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';
import { asking } from '../../../../../test/access/manager.js';
import { memberState } from '../../../../../test/access/people.js';
import { compete, settled } from '../../../../../test/harness/once-of-many.js';

const ROUNDS = 5;

let world: AccessWorld;

beforeAll(async () => {
  world = await AccessWorld.create();
  await world.addReplica();
});
afterAll(() => world.close());

/**
 * Runs two attempts at the same time, in two processes, each retried until its outcome is known. Resolves with the
 * codes of those that were refused.
 */
async function race(...attempts: (() => Promise<unknown>)[]): Promise<string[]> {
  const codes = await Promise.all(attempts.map(settled));
  return codes.filter((code) => code !== 'none');
}

const inTree = async (preset = 'ontraport') => {
  const account = await world.account({ preset });
  return { account, ask: asking(world, account) };
};

const make = async (account: AccountDouble, name: string, more: object = {}) =>
  (await asking(world, account)(account.owner, createRole, { name, grants: {}, ...more })).id;

describe('Of two at once', () => {
  it('administrators who take each other’s roles, one stays', async () => {
    const { account, ask } = await inTree('ortto');
    for (let round = 0; round < ROUNDS; round += 1) {
      const [anna, ben] = [await account.member(['admin']), await account.member(['admin'])];
      const demote = (actor: string, memberId: string) => () =>
        ask(actor, setMemberRoles, { memberId, roleIds: [account.role('read-only')] });
      await expect(race(demote(anna, ben), demote(ben, anna))).resolves.toEqual(['permission.denied']);
      for (const id of [anna, ben]) await account.setRoles(account.owner, id, ['read-only']);
    }
  });

  it('last administrators who remove themselves, one stays', async () => {
    const { account, ask } = await inTree('ortto');
    for (let round = 0; round < ROUNDS; round += 1) {
      const [anna, ben] = [await account.member(['admin']), await account.member(['admin'])];
      const resign = (memberId: string) => () =>
        ask(memberId, setMemberRoles, { memberId, roleIds: [account.role('editor')] });
      await expect(race(resign(anna), resign(ben))).resolves.toEqual(['member.last-administrator']);
      const leave = (memberId: string) => () => account.takeAway(memberId, memberId);
      for (const id of [anna, ben]) await account.setRoles(account.owner, id, ['admin']);
      await expect(race(leave(anna), leave(ben))).resolves.toEqual(['member.last-administrator']);
      for (const id of [anna, ben]) await account.takeAway(account.owner, id);
    }
  });

  it('moves of roles that would make a cycle, one is refused', async () => {
    const { account, ask } = await inTree();
    const managerRoleId = account.role('account-owner');
    for (let round = 0; round < ROUNDS; round += 1) {
      const [north, south] = [
        await make(account, `North ${round}`, { managerRoleId }),
        await make(account, `South ${round}`, { managerRoleId }),
      ];
      const move = (roleId: string, below: string) => () =>
        ask(account.owner, editRole, { roleId, managerRoleId: below });
      await expect(race(move(north, south), move(south, north))).resolves.toEqual(['role.cycle']);
    }
  });

  it('managers who would be above each other, one is refused', async () => {
    const { account, ask } = await inTree();
    for (let round = 0; round < ROUNDS; round += 1) {
      const [ada, bob] = [await account.member(['sales-manager']), await account.member(['sales-manager'])];
      const set = (reportId: string, memberId: string) => () =>
        ask(account.owner, setMemberManager, { reportId, memberId });
      await expect(race(set(ada, bob), set(bob, ada))).resolves.toEqual(['member.manager-cycle']);
    }
  });

  it('edits of what both have seen, one is told that it has changed', async () => {
    const { account, ask } = await inTree('ortto');
    const roleId = await make(account, 'Seen');
    for (let round = 0; round < ROUNDS; round += 1) {
      const [seen] = await world.query<{ version: string }>('select version from accounts where id = $1', [account.id]);
      const ifVersion = Number(seen?.version);
      const edit = (name: string) => () =>
        ask(account.owner, editRole, { roleId, name: `${name} ${round}`, ifVersion });
      await expect(race(edit('A'), edit('B'))).resolves.toEqual(['version.changed']);
    }
  });

  it('a deletion of a role and an assignment of it, nobody keeps the deleted role', async () => {
    const { account, ask } = await inTree('ortto');
    for (let round = 0; round < ROUNDS; round += 1) {
      const roleId = await make(account, `Brief ${round}`);
      const bob = await account.member(['editor']);
      const guest = memberState({ roleIds: [roleId] });
      const refused = await race(
        () => ask(account.owner, deleteRole, { roleId, replacement: account.role('read-only') }),
        () => ask(account.owner, setMemberRoles, { memberId: bob, roleIds: [roleId] }),
        () => account.apply(guest),
      );
      expect(['', 'role.not-found']).toContain(refused.join());
      const held = await world.query<{ id: string; role: string }>(
        'select member_id as id, role_id as role from member_roles where member_id = any($1)',
        [[bob, guest.id]],
      );
      expect(held).toHaveLength(2);
      expect(held.map(({ role }) => role)).not.toContain(roleId);
      expect(held.find(({ id }) => id === guest.id)?.role).toBe(account.role('read-only'));
    }
  });

  it('exceptions that are the same, one exists', async () => {
    const { account, ask } = await inTree();
    for (let round = 0; round < ROUNDS; round += 1) {
      const memberId = await account.member(['graphic-designer']);
      const add = () =>
        ask(account.owner, addException, { memberId, permission: 'transactions:refund', effect: 'allow' });
      await expect(race(add, add, add)).resolves.toEqual(['exception.exists', 'exception.exists']);
      await expect(ask(account.owner, listExceptions, { memberId })).resolves.toMatchObject({ items: [{ memberId }] });
    }
  });

  it('roles of the same name, one is made', async () => {
    const { account, ask } = await inTree('ortto');
    const create = (name: string) => () => ask(account.owner, createRole, { name, grants: {} });
    const name = uuidv7();
    await expect(race(create(name), create(name.toUpperCase()))).resolves.toEqual(['role.name-taken']);
  });
});

describe('Of many names at once that people take for one', () => {
  /** Other letters, cases, blanks and forms of Unicode for the same name. */
  const ALIKE = [
    'Office ﬁve',
    'OFFICE FIVE',
    'office  five',
    ' Ｏｆｆｉｃｅ five',
    'Oﬃce\u00a0five',
    'Office\u3000Five',
  ];

  const makers = {
    roles: (ask: ReturnType<typeof asking>, owner: string, name: string) =>
      ask(owner, createRole, { name, grants: {} }),
    teams: (ask: ReturnType<typeof asking>, owner: string, name: string) => ask(owner, createTeam, { name }),
  };

  it.each([
    ['roles', 'role.name-taken'],
    ['teams', 'team.name-taken'],
  ] as const)('among %s one is made', async (table, code) => {
    const { account, ask } = await inTree('ortto');
    expect(new Set(ALIKE.map(nameKey)).size).toBe(1);
    const outcome = await compete({
      attempt: (rival) => makers[table](ask, account.owner, ALIKE[rival % ALIKE.length] ?? ''),
      effects: async () => {
        const rows = await world.query<{ name: string }>(
          `select name from ${table} where account_id = $1 and name is not null`,
          [account.id],
        );
        return rows.filter(({ name }) => nameKey(name) === nameKey('Office five')).length;
      },
    });
    expect(outcome).toMatchObject({ effects: 1, told: 1, refusals: [code] });
  });
});
