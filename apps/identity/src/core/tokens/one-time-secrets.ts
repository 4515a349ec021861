import type { EntityManager, EntityTarget, FindOptionsWhere, ObjectLiteral } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';

interface Use<Row> {
  /** The rows whose secret works at this moment. */
  readonly open: (now: Date) => FindOptionsWhere<Row>;
  /** What the use makes of a row. Without this, the row is deleted. */
  readonly used?: (now: Date) => QueryDeepPartialEntity<Row>;
}

/**
 * One kind of secret that works once: mailed links, codes, challenges. Only a hash of it is stored, by which its row is
 * found.
 *
 * A secret is used up by one statement that changes open rows only, in the transaction that does what the secret is
 * for. So of parallel attempts one succeeds (P9), in whichever process they run, and a refused one leaves the secret as
 * it was.
 */
export class OneTimeSecrets<Row extends ObjectLiteral> {
  constructor(
    private readonly table: EntityTarget<Row>,
    private readonly use: Use<Row>,
  ) {}

  /** The row, if its secret works now. It can still be used. */
  find(manager: EntityManager, which: FindOptionsWhere<Row>): Promise<Row | null> {
    return manager.findOneBy(this.table, this.open(which));
  }

  /** The same, with the row locked until the transaction ends, so that parallel attempts run one after another. */
  lock(manager: EntityManager, which: FindOptionsWhere<Row>): Promise<Row | null> {
    return manager.findOne(this.table, { where: this.open(which), lock: { mode: 'pessimistic_write' } });
  }

  /** Uses the secret up. False if it does not work, or a parallel attempt was first. */
  async claim(manager: EntityManager, which: FindOptionsWhere<Row>): Promise<boolean> {
    return (await this.close(manager, which)) === 1;
  }

  /** Finds the row and uses its secret up. Null if it does not work, or a parallel attempt was first. */
  async take(manager: EntityManager, which: FindOptionsWhere<Row>): Promise<Row | null> {
    const row = await this.find(manager, which);
    return row && (await this.claim(manager, which)) ? row : null;
  }

  /** Voids all that match, so that they work no more. Resolves with their number. */
  async close(manager: EntityManager, which: FindOptionsWhere<Row>): Promise<number> {
    const { used } = this.use;
    const open = this.open(which);
    const { affected } = used
      ? await manager.update(this.table, open, used(new Date()))
      : await manager.delete(this.table, open);
    return affected ?? 0;
  }

  private open(which: FindOptionsWhere<Row>): FindOptionsWhere<Row> {
    return { ...which, ...this.use.open(new Date()) };
  }
}
