import type { Context } from '@roster/contracts';

/** The logins of a service's database. */
export interface DatabaseRoles {
  /** Owns the tables and migrates them. Its policy shows it all rows; without that, backfills would change nothing. */
  readonly migrate: string;
  /** The login of the service at run time: under row-level security, and owner of nothing. */
  readonly run: string;
  /** The login that publishes the outbox and deletes outdated rows. It sees no tenant's table. */
  readonly relay: string;
}

export const databaseRoles = (context: Context): DatabaseRoles => ({
  migrate: `${context}_migrate`,
  run: `${context}_run`,
  relay: `${context}_relay`,
});
