import type { EntityManager } from 'typeorm';

/** Runs a statement in the manager's transaction and resolves with the number of rows that it changed. */
export async function execute(manager: EntityManager, sql: string, parameters: unknown[]): Promise<number> {
  const { queryRunner } = manager;
  if (!queryRunner) throw new Error('This needs the manager of a transaction');
  const { affected } = await queryRunner.query(sql, parameters, true);
  return affected ?? 0;
}
