import { Inject, Injectable } from '@nestjs/common';
import {
  openSubscription,
  releaseSeats,
  reserveSeats,
  RosterError,
  seatReleased,
  tokenInvalid,
  USERS_POOL,
  useSeats,
  type CallContext,
  type OpenSubscription,
  type SeatKeys,
} from '@roster/contracts';
import { LOGGER, RpcClient, type Logger } from '@roster/service-kit';
import { asked } from '../calls/call.js';

/** What identity asks billing. The keys of seats are member ids. Never within a transaction. */
@Injectable()
export class SeatsClient {
  constructor(
    private readonly rpc: RpcClient,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async open(input: OpenSubscription, call: CallContext): Promise<void> {
    await this.rpc.call(openSubscription, input, asked(call));
  }

  /** For all of them, or it rejects. */
  async reserve(accountId: string, memberIds: string[], call: CallContext): Promise<void> {
    await this.rpc.call(reserveSeats, keysOf(accountId, memberIds), asked(call));
  }

  /** Rejects with `token.invalid` where the seat was released: then the invitation is over. */
  async use(accountId: string, memberId: string, call: CallContext): Promise<void> {
    try {
      await this.rpc.call(useSeats, keysOf(accountId, [memberId]), asked(call));
    } catch (cause) {
      throw cause instanceof RosterError && cause.is(seatReleased) ? new RosterError(tokenInvalid) : cause;
    }
  }

  /** Best effort: billing finds out by itself about seats whose invitations never came to be. */
  async release(accountId: string, memberIds: string[], call: CallContext): Promise<void> {
    try {
      await this.rpc.call(releaseSeats, keysOf(accountId, memberIds), asked(call));
    } catch (err) {
      this.logger.warn({ err, requestId: call.requestId, accountId }, 'Seats could not be released; billing will ask');
    }
  }
}

const keysOf = (accountId: string, keys: string[]): SeatKeys => ({ accountId, pool: USERS_POOL, keys });
