import type { Context } from '@roster/contracts';

/** The logins of a service's database. */
export interface DatabaseRoles {
  /** Owns the tables and migrates them; its policy lets it see all rows, without which backfills change nothing. */
  readonly migrate: string;
  /** What the service runs as: under row-level security, owner of nothing. */
  readonly run: string;
  /** What publishes the outbox and clears what is old: sees no tenant's table. */
  readonly relay: string;
}

export const databaseRoles = (context: Context): DatabaseRoles => ({
  migrate: `${context}_migrate`,
  run: `${context}_run`,
  relay: `${context}_relay`,
});
