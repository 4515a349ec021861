import { Injectable } from '@nestjs/common';
import {
  AGENTS_POOL,
  RosterError,
  seatReleased,
  type MemberChange,
  type SeatKeys,
  type SeatPool,
  type SeatPoolQuery,
  type SeatPools,
  USERS_POOL,
} from '@roster/contracts';
import { Database, invalid } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { SeatLedger } from '../ledger/ledger.js';
import { SeatKeyEntity, SeatPoolEntity } from '../ledger/seat.entity.js';

@Injectable()
export class SeatsService {
  constructor(
    private readonly database: Database,
    private readonly ledger: SeatLedger,
  ) {}

  get(accountId: string): Promise<SeatPools> {
    return this.database.inAccount(accountId, async (manager) => ({
      pools: await this.ledger.pools(manager, accountId),
    }));
  }

  /** The pool's numbers now. Rejects with `request.invalid` if the product has no such pool. */
  check({ accountId, pool }: SeatPoolQuery): Promise<SeatPool> {
    return this.database.inAccount(accountId, async (manager) => {
      const found = (await this.ledger.pools(manager, accountId)).find((each) => each.pool === pool);
      if (!found) throw invalid({ path: 'pool', message: `there is no pool ${pool}` });
      return found;
    });
  }

  use(input: SeatKeys): Promise<SeatPool> {
    return this.database.inAccount(input.accountId, (manager) => this.ledger.move(manager, input, 'use'));
  }

  /**
   * Moves an agent's seat as the member's events say: reserved while they are invited, used while they have agent
   * access, and free when that is gone. Events come in any order, so a seat that was released already stays free: it
   * may belong to somebody else by now.
   */
  async seatAgent(manager: EntityManager, { account, member }: MemberChange): Promise<void> {
    const { agentAccess = false, agentSeatKey, status } = member;
    if (!agentSeatKey || (agentAccess && status === 'invited')) return;
    const pools = await this.ledger.pools(manager, account.id);
    if (!pools.some(({ pool }) => pool === AGENTS_POOL)) return;
    try {
      const seat = { accountId: account.id, pool: AGENTS_POOL, keys: [agentSeatKey] };
      await this.ledger.move(manager, seat, agentAccess ? 'use' : 'release');
    } catch (error) {
      if (!(error instanceof RosterError && error.is(seatReleased))) throw error;
    }
  }

  /**
   * Uses the seat that was reserved for a member who came back or was created by a form. The seat of an invited member
   * stays reserved. Events come in any order, so a seat that was released already stays free.
   */
  async useReserved(manager: EntityManager, { account, member }: MemberChange): Promise<void> {
    if (member.status === 'invited') return;
    const seat = { accountId: account.id, pool: USERS_POOL, key: member.seatKey ?? member.id };
    if (!(await manager.existsBy(SeatKeyEntity, { ...seat, state: 'reserved' }))) return;
    await this.ledger.move(manager, { ...seat, keys: [seat.key] }, 'use');
  }

  /**
   * Frees all seats of a member who is gone. The event may come before the seat was taken, or twice; either way the
   * keys cannot be taken any more.
   */
  async free(manager: EntityManager, { account, member }: MemberChange): Promise<void> {
    const rows = await manager.find(SeatPoolEntity, { where: { accountId: account.id }, order: { pool: 'asc' } });
    for (const { pool } of rows) {
      const keys = [...new Set([member.id, member.seatKey ?? member.id])];
      await this.ledger.move(manager, { accountId: account.id, pool, keys }, 'release');
    }
    await this.seatAgent(manager, { account, member });
  }
}
