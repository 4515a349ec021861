import { Injectable } from '@nestjs/common';
import { type MemberChange, type SeatKeys, type SeatPool, type SeatPools } from '@roster/contracts';
import { Database } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { SeatLedger } from '../ledger/ledger.js';
import { SeatPoolEntity } from '../ledger/seat.entity.js';
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
   * A member is gone: whatever he sat in is free. It may be heard before the seat was ever taken, or twice; the key
   * then can be taken no more, and that is all.
   */
  async free(manager: EntityManager, { account, member }: MemberChange): Promise<void> {
    const rows = await manager.find(SeatPoolEntity, { where: { accountId: account.id }, order: { pool: 'asc' } });
    for (const { pool } of rows) {
      await this.ledger.move(manager, { accountId: account.id, pool, keys: [member.id] }, 'release');
    }
  }
}
