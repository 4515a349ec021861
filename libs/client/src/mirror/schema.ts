/** The SQLSTATE of a condition that failed because the mirror's version is not the filter's. */
const MIRROR_NOT_AT_VERSION = 'RS001';

/**
 * The statements that create the mirror, for a migration of the service: the members of large accounts, and what each
 * of them can be reached by. There are no names and no permissions in it. The service's login needs select, insert,
 * update and delete on the tables. Instants are whole milliseconds since 1970.
 */
export const MIRROR_SCHEMA: readonly string[] = [
  `create table roster_mirror (
     account_id uuid primary key,
     version bigint not null
   )`,
  `create table roster_managers (
     account_id uuid not null,
     member_id uuid not null,
     manager_id uuid not null,
     primary key (account_id, member_id)
   )`,
  'create index roster_managers_reports on roster_managers (account_id, manager_id)',
  // The source is a role that the member holds, a team that they are on, a member above them, or the member themselves.
  `create table roster_reach (
     account_id uuid not null,
     source_id uuid not null,
     member_id uuid not null,
     expires_at bigint not null,
     kind text not null check (kind in ('self', 'role', 'team', 'manager')),
     primary key (account_id, source_id, member_id)
   )`,
  // For a page in the order of the records: is this one's owner reached?
  'create index roster_reach_members on roster_reach (account_id, member_id, source_id, expires_at)',
  // Stable, so that it sees the same data as the statement that calls it.
  `create function roster_mirror_is_at(account uuid, wanted bigint) returns boolean
     language plpgsql stable parallel safe as $$
     declare
       present bigint := (select version from roster_mirror where account_id = account);
     begin
       if present is distinct from wanted then
         raise exception 'The mirror of account % is at version %, the filter at %',
           account, coalesce(present::text, 'none'), wanted using errcode = '${MIRROR_NOT_AT_VERSION}';
       end if;
       return true;
     end $$`,
];

/** The statements that remove the mirror. */
export const MIRROR_SCHEMA_DOWN: readonly string[] = [
  'drop function roster_mirror_is_at',
  'drop table roster_reach, roster_managers, roster_mirror',
];

/**
 * Whether a statement failed because the mirror was not at the filter's version. If so, make the filter again and
 * retry.
 */
export const isMirrorElsewhere = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === MIRROR_NOT_AT_VERSION;
