import { createRole, type GrantValue } from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import type { AccessWorld, AccountDouble } from './access-world.js';
import { asking } from './manager.js';
import { memberState } from './people.js';

/** An account of the product that has everything: by name its roles, members and projects. */
export interface ModelAccount {
  readonly account: AccountDouble;
  readonly ask: ReturnType<typeof asking>;
  readonly roles: Readonly<Record<'admin' | 'lead' | 'rep' | 'desk', string>>;
  readonly members: Readonly<Record<'admin' | 'lead' | 'rep' | 'desk' | 'boss' | 'idle', string>>;
  readonly projects: Readonly<Record<'one' | 'two', string>>;
}

const ADMIN: Record<string, GrantValue> = {
  'members:edit': true,
  'roles:create': true,
  'roles:edit': true,
  'roles:delete': true,
  'permissions:edit': true,
  'contacts:view': ['all'],
  'contacts:edit': ['own', 'subordinate'],
  'tasks:cancel': true,
  'dialogs:view': true,
};

export async function modelAccount(world: AccessWorld): Promise<ModelAccount> {
  const account = await world.account({ preset: 'model' });
  const ask = asking(world, account);
  const role = async (name: string, grants: Record<string, GrantValue>, managerRoleId: string) =>
    (await ask(account.owner, createRole, { name, grants, managerRoleId })).id;
  const admin = await role('Admin', ADMIN, account.role('chief'));
  const lead = await role('Lead', { 'contacts:view': ['own', 'subordinate'], 'contacts:call': true }, admin);
  const rep = await role('Rep', { 'contacts:edit': ['own'], 'dialogs:train': true }, lead);
  const desk = await role('Desk', { 'contacts:view': ['own', 'sameRole'], 'tasks:edit': ['own'] }, admin);
  const member = async (roleIds: string[], status: 'active' | 'invited' = 'active') => {
    const state = memberState({ roleIds, status });
    await account.apply(state);
    return state.id;
  };
  const members = {
    admin: await member([admin]),
    lead: await member([lead]),
    rep: await member([rep]),
    desk: await member([desk, rep]),
    boss: await member([]),
    idle: await member([rep], 'invited'),
  };
  const projects = { one: uuidv7(), two: uuidv7() };
  await account.insert(
    `insert into projects (account_id, id, name, owner_member_id) values ($1, $2, 'One', $4), ($1, $3, 'Two', $5)`,
    [projects.one, projects.two, members.boss, account.owner],
  );
  await account.insert(
    `insert into project_members (account_id, project_id, member_id)
     select $1, p.id, m.id from unnest($2::uuid[]) p (id), unnest($3::uuid[]) m (id)`,
    [Object.values(projects), [members.admin, members.lead, members.rep]],
  );
  return { account, ask, roles: { admin, lead, rep, desk }, members, projects };
}
