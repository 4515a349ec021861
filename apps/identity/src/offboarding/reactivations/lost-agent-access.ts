import { Inject, Injectable } from '@nestjs/common';
import { AGENTS_POOL, type MemberId, type ReactivatedMember } from '@roster/contracts';
import { Database, LOGGER, type Logger, type SignedIn } from '@roster/service-kit';
import { SeatsClient } from '../../neighbours/billing/seats.client.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { findMember } from '../../people/members/members.store.js';

/** Tells that a member's access for agents did not come back with them, and what it costs (ID-34). */
@Injectable()
export class LostAgentAccess {
  constructor(
    private readonly database: Database,
    private readonly seats: SeatsClient,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Best effort: they are back whether or not billing says what another seat of an agent costs. */
  async of({ memberId }: MemberId, call: SignedIn): Promise<Pick<ReactivatedMember, 'lostAgentAccess'>> {
    const { accountId, requestId } = call;
    try {
      const { account, member } = await this.database.inAccount(accountId, async (manager) => ({
        account: await findAccount(manager, accountId),
        member: await findMember(manager, { accountId, memberId }),
      }));
      if (member.agentAccess || member.agentSeatKey === null) return {};
      const pool = await this.seats.check(account, call, AGENTS_POOL);
      if (!pool) return {};
      const { available, unitPrice, currency, interval } = pool;
      return { lostAgentAccess: { unitPrice: available > 0 ? 0 : unitPrice, currency, interval } };
    } catch (err) {
      this.logger.warn({ err, requestId, accountId, memberId }, 'The price of lost agent access could not be told');
      return {};
    }
  }
}
