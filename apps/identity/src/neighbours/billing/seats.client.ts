import { Inject, Injectable } from '@nestjs/common';
import {
  checkSeats,
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
  type SeatPool,
} from '@roster/contracts';
import { LOGGER, PRESETS, RpcClient, type Logger } from '@roster/service-kit';
import { forwarded } from '../../core/calls/call.js';

/** The account whose seats are meant. */
export type SeatedAccount = Readonly<Record<'id' | 'preset', string>>;

/**
 * Identity's calls to billing. They are about seats of users unless another pool is named. If the product has no such
 * pool, there is nothing to ask. Never within a transaction.
 */
@Injectable()
export class SeatsClient {
  constructor(
    private readonly rpc: RpcClient,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  async open(input: OpenSubscription, call: CallContext): Promise<void> {
    await this.rpc.call(openSubscription, input, forwarded(call));
  }

  /** The seats of users and how many are left; undefined where the product counts none. */
  async check(account: SeatedAccount, call: CallContext): Promise<SeatPool | undefined> {
    if (!this.counts(account, USERS_POOL)) return undefined;
    return this.rpc.call(checkSeats, { accountId: account.id, pool: USERS_POOL }, forwarded(call));
  }

  /** Reserves seats for all keys, or rejects. */
  async reserve(account: SeatedAccount, keys: readonly string[], call: CallContext, pool = USERS_POOL): Promise<void> {
    if (this.counts(account, pool)) await this.rpc.call(reserveSeats, keysOf(account, pool, keys), forwarded(call));
  }

  /** Reserves the seat, or finds it taken already. Rejects with `token.invalid` if it was released: that is final. */
  async hold(account: SeatedAccount, key: string, call: CallContext): Promise<void> {
    try {
      await this.reserve(account, [key], call);
    } catch (cause) {
      throw cause instanceof RosterError && cause.is(seatReleased) ? new RosterError(tokenInvalid) : cause;
    }
  }

  /** Best effort, for members who are in already: a seat that stays reserved counts the same. */
  async settle(account: SeatedAccount, key: string, call: CallContext): Promise<void> {
    if (!this.counts(account, USERS_POOL)) return;
    try {
      await this.rpc.call(useSeats, keysOf(account, USERS_POOL, [key]), forwarded(call));
    } catch (err) {
      const { requestId } = call;
      this.logger.warn({ err, requestId, accountId: account.id }, 'A used seat stays reserved');
    }
  }

  /** Best effort: billing itself finds and frees seats whose invitations were never created. */
  async release(account: SeatedAccount, keys: readonly string[], call: CallContext, pool = USERS_POOL): Promise<void> {
    if (!this.counts(account, pool)) return;
    try {
      await this.rpc.call(releaseSeats, keysOf(account, pool, keys), forwarded(call));
    } catch (err) {
      const { requestId } = call;
      this.logger.warn({ err, requestId, accountId: account.id }, 'Seats could not be released; billing will ask');
    }
  }

  private counts({ id, preset: name }: SeatedAccount, pool: string): boolean {
    const preset = this.presets.get(name);
    if (!preset) throw new Error(`The account ${id} has the preset "${name}", which is not loaded here`);
    return pool in preset.seatPools;
  }
}

const keysOf = ({ id }: SeatedAccount, pool: string, keys: readonly string[]): SeatKeys => ({
  accountId: id,
  pool,
  keys: [...keys],
});
