import { Inject, Injectable } from '@nestjs/common';
import {
  AGENTS_POOL,
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

/** New keys for seats of users and of agents, and the consent to what they cost. */
export interface SeatClaim {
  readonly users?: readonly string[];
  readonly agents?: readonly string[];
  readonly consentId?: string | undefined;
}

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

  /** The seats of the pool and how many are left; undefined where the product counts none. */
  async check(account: SeatedAccount, call: CallContext, pool = USERS_POOL): Promise<SeatPool | undefined> {
    if (!this.counts(account, pool)) return undefined;
    return this.rpc.call(checkSeats, { accountId: account.id, pool }, forwarded(call));
  }

  /** Reserves seats for all keys of both pools, or rejects. */
  async reserve(
    account: SeatedAccount,
    { users = [], agents = [], consentId }: SeatClaim,
    call: CallContext,
  ): Promise<void> {
    const seats = [
      { pool: USERS_POOL, keys: [...users] },
      { pool: AGENTS_POOL, keys: [...agents] },
    ].filter(({ pool, keys }) => keys.length > 0 && this.counts(account, pool));
    if (seats.length === 0) return;
    const claim = { accountId: account.id, seats, ...(consentId && { consentId }) };
    await this.rpc.call(reserveSeats, claim, forwarded(call));
  }

  /** Reserves the seat, or finds it taken already. Rejects with `token.invalid` if it was released: that is final. */
  async hold(account: SeatedAccount, key: string, call: CallContext): Promise<void> {
    try {
      await this.reserve(account, { users: [key] }, call);
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
