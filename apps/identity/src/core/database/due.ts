import type { EntityManager } from 'typeorm';

/** From here to the end of the transaction: of all accounts, the rows whose time has come, to read. */
export const lookForDue = (manager: EntityManager): Promise<unknown> =>
  manager.query(`select set_config('roster.due', 'on', true)`);
