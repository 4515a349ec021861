import type { EntityManager } from 'typeorm';

/** Lets the rest of the transaction read the rows of all accounts whose time has come. */
export const lookForDue = (manager: EntityManager): Promise<unknown> =>
  manager.query(`select set_config('roster.due', 'on', true)`);
