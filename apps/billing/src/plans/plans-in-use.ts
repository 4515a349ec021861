import type { EntityManager } from 'typeorm';

/** Remembers that accounts have the plan, in the transaction that gives it to one: it has to stay in its preset. */
export async function markInUse(manager: EntityManager, preset: string, planId: string): Promise<void> {
  const sql = 'insert into plans_in_use (preset, plan_id) values ($1, $2) on conflict do nothing';
  await manager.query(sql, [preset, planId]);
}
