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
  type PresetSet,
  type SeatKeys,
} from '@roster/contracts';
import { LOGGER, PRESETS, RpcClient, type Logger } from '@roster/service-kit';
import { asked } from '../calls/call.js';

/** Whose seats are meant. */
export type SeatedAccount = Readonly<Record<'id' | 'preset', string>>;

/**
 * What identity asks billing. The keys of seats are member ids. Never within a transaction. Where the product counts no
 * seats of users, there is nothing to ask.
 */
@Injectable()
export class SeatsClient {
  constructor(
    private readonly rpc: RpcClient,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  async open(input: OpenSubscription, call: CallContext): Promise<void> {
    await this.rpc.call(openSubscription, input, asked(call));
  }

  /** For all of them, or it rejects. */
  async reserve(account: SeatedAccount, memberIds: string[], call: CallContext): Promise<void> {
    if (this.counts(account)) await this.rpc.call(reserveSeats, keysOf(account, memberIds), asked(call));
  }

  /** Rejects with `token.invalid` where the seat was released: then the invitation is over. */
  async use(account: SeatedAccount, memberId: string, call: CallContext): Promise<void> {
    if (!this.counts(account)) return;
    try {
      await this.rpc.call(useSeats, keysOf(account, [memberId]), asked(call));
    } catch (cause) {
      throw cause instanceof RosterError && cause.is(seatReleased) ? new RosterError(tokenInvalid) : cause;
    }
  }

  /** Best effort: billing finds out by itself about seats whose invitations never came to be. */
  async release(account: SeatedAccount, memberIds: string[], call: CallContext): Promise<void> {
    if (!this.counts(account)) return;
    try {
      await this.rpc.call(releaseSeats, keysOf(account, memberIds), asked(call));
    } catch (err) {
      const { requestId } = call;
      this.logger.warn({ err, requestId, accountId: account.id }, 'Seats could not be released; billing will ask');
    }
  }

  private counts({ id, preset: name }: SeatedAccount): boolean {
    const preset = this.presets.get(name);
    if (!preset) throw new Error(`The account ${id} has the preset "${name}", which is not loaded here`);
    return USERS_POOL in preset.seatPools;
  }
}

const keysOf = ({ id }: SeatedAccount, keys: string[]): SeatKeys => ({ accountId: id, pool: USERS_POOL, keys });
