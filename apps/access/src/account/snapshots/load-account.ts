import type { EntityManager } from 'typeorm';
import type { StoredAccount, StoredMember, StoredProject, StoredTeam } from '../accounts/stored-account.js';
import type { StoredRole } from '../roles/role.js';

/**
 * Reads the account. It is one statement, so that everything read belongs to the version in it. Each thing is a row of
 * its own: a single value with all members could be too large for the driver.
 */
const ACCOUNT = `
  with held as (
    select member_id, json_agg(role_id order by role_id) as "roleIds" from member_roles
    where account_id = $1 group by member_id
  ), allowed as (
    select member_id, json_agg(json_build_object(
      'id', id, 'permission', permission, 'effect', effect, 'scope', scope, 'projectId', project_id,
      'expiresAt', ${ms('expires_at')}, 'reason', reason, 'createdAt', ${ms('created_at')}
    ) order by created_at, id) as exceptions from member_exceptions
    where account_id = $1 group by member_id
  ), teamed as (
    select member_id, json_agg(json_build_object('teamId', team_id, 'expiresAt', ${ms('expires_at')})
      order by team_id) as teams from team_members
    where account_id = $1 group by member_id
  ), assigned as (
    select project_id, json_agg(json_build_object('memberId', member_id, 'expiresAt', ${ms('expires_at')})
      order by member_id) as team from project_members
    where account_id = $1 group by project_id
  )
  select 'account' as kind, json_build_object(
    'id', id, 'preset', preset, 'status', status, 'ownerMemberId', owner_member_id, 'revision', revision,
    'version', version
  ) as data from accounts where id = $1
  union all
  select 'role', json_build_object(
    'id', id, 'slug', slug, 'name', name, 'description', description, 'icon', icon, 'grants', grants,
    'position', position, 'managerRoleId', manager_role_id, 'deleted', deleted, 'replacedBy', replaced_by
  ) from roles where account_id = $1
  union all
  select 'member', json_build_object(
    'id', m.id, 'userId', m.user_id, 'email', m.email, 'firstName', m.first_name, 'lastName', m.last_name,
    'status', m.status, 'revision', m.revision, 'takenStatus', m.taken_status, 'takenRevision', m.taken_revision,
    'managerId', m.manager_id, 'agentAccess', m.agent_access, 'roleIds', coalesce(h."roleIds", '[]'::json),
    'teams', coalesce(t.teams, '[]'::json), 'exceptions', coalesce(a.exceptions, '[]'::json)
  ) from members m
    left join held h on h.member_id = m.id
    left join allowed a on a.member_id = m.id
    left join teamed t on t.member_id = m.id
  where m.account_id = $1 and m.standing <> 'deleted'
  union all
  select 'project', json_build_object(
    'id', p.id, 'name', p.name, 'ownerMemberId', p.owner_member_id, 'team', coalesce(s.team, '[]'::json)
  ) from projects p left join assigned s on s.project_id = p.id where p.account_id = $1
  union all
  select 'team', json_build_object('id', id, 'name', name) from teams where account_id = $1`;

/** A timestamp as whole milliseconds. Fractions are cut off, so that nothing lasts longer than it was granted for. */
function ms(column: string): string {
  return `floor(extract(epoch from ${column}) * 1000)::float8`;
}

type Row =
  | { kind: 'account'; data: Omit<StoredAccount, 'roles' | 'members' | 'projects' | 'teams'> }
  | { kind: 'role'; data: StoredRole }
  | { kind: 'member'; data: StoredMember }
  | { kind: 'project'; data: StoredProject }
  | { kind: 'team'; data: StoredTeam };

/** The account as the transaction sees it; undefined where access does not know it. */
export async function loadAccount(manager: EntityManager, accountId: string): Promise<StoredAccount | undefined> {
  const rows: Row[] = await manager.query(ACCOUNT, [accountId]);
  const roles: StoredRole[] = [];
  const members: StoredMember[] = [];
  const projects: StoredProject[] = [];
  const teams: StoredTeam[] = [];
  let account: StoredAccount | undefined;
  for (const row of rows) {
    if (row.kind === 'account') account = { ...row.data, roles, members, projects, teams };
    else if (row.kind === 'role') roles.push(row.data);
    else if (row.kind === 'member') members.push(row.data);
    else if (row.kind === 'project') projects.push(row.data);
    else teams.push(row.data);
  }
  return account;
}

export async function readVersion(manager: EntityManager, accountId: string): Promise<number | undefined> {
  const rows: { version: number }[] = await manager.query(
    'select version::float8 as version from accounts where id = $1',
    [accountId],
  );
  return rows[0]?.version;
}
