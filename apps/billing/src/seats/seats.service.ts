import { Injectable } from '@nestjs/common';
import {
  AGENTS_POOL,
  RosterError,
  seatReleased,
  type MemberChange,
  type SeatKeys,
  type SeatPool,
  type SeatPools,
  USERS_POOL,
} from '@roster/contracts';
import { Database } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { SeatLedger } from '../ledger/ledger.js';
import { SeatKeyEntity, SeatPoolEntity } from '../ledger/seat.entity.js';
import type { SeatVerb } from '../ledger/seat.js';

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

  move(input: SeatKeys, verb: SeatVerb): Promise<SeatPool> {
    return this.database.inAccount(input.accountId, (manager) => this.ledger.move(manager, input, verb));
  }

  /**
   * An agent's seat follows what the member's events say: used by whom it is for, reserved as long as he is invited, and
   * free when his agent access is gone. Events come in any order; a seat that is free already is another one's by now.
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
   * The seat that was reserved for who comes back, or was made by a form, is in use; that of who is only invited stays
   * reserved. Events come in any order: one that is free again by now stays so.
   */
  async sit(manager: EntityManager, { account, member }: MemberChange): Promise<void> {
    if (member.status === 'invited') return;
    const seat = { accountId: account.id, pool: USERS_POOL, key: member.seatKey ?? member.id };
    if (!(await manager.existsBy(SeatKeyEntity, { ...seat, state: 'reserved' }))) return;
    await this.ledger.move(manager, { ...seat, keys: [seat.key] }, 'use');
  }

  /**
   * A member is gone: whatever he sat in is free. It may be heard before the seat was ever taken, or twice; the key
   * then can be taken no more, and that is all.
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
