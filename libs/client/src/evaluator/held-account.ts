import type { AccountDelta, CompiledAccount } from '@roster/permissions';
import type { Heard } from '../feed/hearing.js';
import type { LoadedAccount } from './source.js';

/** Changes that wait at the most: beyond that the account is asked for. */
const MOST_EARLY = 100;

/** An account that is held in process, with what is known of how fresh it is. Times are of the monotonic clock. */
export class HeldAccount {
  private heard: number;
  /** Changes that came before those that they follow, by the version that they are made from. */
  private readonly early = new Map<number, AccountDelta>();
  /** What is held was the present state at this instant or later. */
  private verifiedAt = -Infinity;

  constructor(readonly compiled: CompiledAccount) {
    this.heard = compiled.version;
  }

  hear(version: number): void {
    if (version > this.heard) this.heard = version;
  }

  verify(at: number): void {
    if (at > this.verifiedAt) this.verifiedAt = at;
  }

  /** Whether all that was committed until `oldest` is in it, and nothing later was heard of. */
  isFresh(oldest: number, { from, to }: Heard): boolean {
    if (this.heard > this.compiled.version) return false;
    return this.verifiedAt >= oldest || (to >= oldest && this.verifiedAt >= from);
  }

  /** The highest version that was heard of; what is behind it is not used. */
  get newest(): number {
    return this.heard;
  }

  /** Whether the delta, or what it was waiting for, left it at the delta's version or later. */
  follow(delta: AccountDelta): boolean {
    this.hear(delta.version);
    if (delta.version <= this.compiled.version) return true;
    if (delta.from > this.compiled.version) {
      if (this.early.size < MOST_EARLY) this.early.set(delta.from, delta);
      return false;
    }
    return this.compiled.apply(delta) && this.followEarly(delta.version);
  }

  private followEarly(reached: number): boolean {
    for (const [from, delta] of [...this.early].toSorted(([a], [b]) => a - b)) {
      if (from > this.compiled.version) break;
      this.early.delete(from);
      if (delta.version > this.compiled.version) this.compiled.apply(delta);
    }
    return this.compiled.version >= reached;
  }

  /** Whether the answer to `since` leads on from what is held, which may have followed changes in the meantime. */
  takes({ version, state }: LoadedAccount): boolean {
    if (state.kind === 'whole') return version <= this.compiled.version;
    return state.deltas.every((delta) => this.follow(delta)) && this.compiled.version >= version;
  }
}
