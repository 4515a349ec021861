import type { Context } from '@roster/contracts';
import { databaseRoles } from './roles.js';

export type Grant = 'select' | 'insert' | 'update' | 'delete';

/** The columns by which an endpoint without an account may find rows, and the type that each has. */
const LENSES = { token_hash: 'text', user_id: 'uuid', email: 'text', domain: 'text' } as const;
export type LensColumn = keyof typeof LENSES;

export interface TenantTableOptions {
  /** Columns by which the rows can be read without an account: `token_hash`, `email`, `domain` text, `user_id` uuid. */
  readonly lenses?: readonly LensColumn[];
  /** The column that holds the account's id: `account_id`, but `id` in the table of accounts itself. */
  readonly accountColumn?: string;
  /** What the service may do with the rows of the account it is in; everything unless said. */
  readonly grants?: readonly Grant[];
}

const ALL: readonly Grant[] = ['select', 'insert', 'update', 'delete'];

/**
 * The statements that put a table under row-level security, to be run after `create table`. The service reads and
 * changes the rows of the account that its transaction entered, reads those that match a scope, and no others; the
 * migration login sees all rows.
 */
export function tenantTable(context: Context, table: string, options: TenantTableOptions = {}): string[] {
  const { lenses = [], accountColumn = 'account_id', grants = ALL } = options;
  const { run } = databaseRoles(context);
  return [
    ...guardedTable(context, table),
    `create policy ${table}_account on ${table} to ${run} using (${accountColumn} = ${setting('account', 'uuid')})`,
    ...lenses.map(
      (column) =>
        `create policy ${table}_by_${column} on ${table} for select to ${run} using (${column} = ${setting(column, LENSES[column])})`,
    ),
    grant(table, grants, run),
  ];
}

/** The statements for a table that belongs to no account by design: the service has the grants named, for all rows. */
export const globalTable = (context: Context, table: string, grants: readonly Grant[] = ALL): string[] => [
  grant(table, grants, databaseRoles(context).run),
];

/** Row-level security in force, for the owner too, and a policy that shows the owner all rows. */
export const guardedTable = (context: Context, table: string): string[] => [
  `alter table ${table} enable row level security`,
  `alter table ${table} force row level security`,
  `create policy ${table}_migrate on ${table} to ${databaseRoles(context).migrate} using (true)`,
];

/** Not set is null, and null equals nothing: without a setting there are no rows. */
const setting = (name: string, type: 'uuid' | 'text') =>
  `nullif(current_setting('roster.${name}', true), '')${type === 'text' ? '' : `::${type}`}`;

const grant = (table: string, grants: readonly Grant[], role: string) =>
  `grant ${grants.join(', ')} on ${table} to ${role}`;
