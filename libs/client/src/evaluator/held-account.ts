import type { AccountDelta, CompiledAccount } from '@roster/permissions';
import type { Heard } from '../feed/freshness.js';
import type { Link } from '../feed/seal.js';
import type { LoadedAccount } from './source.js';

/** The maximum number of changes that wait for an earlier one. Beyond it the account is loaded again. */
const MOST_EARLY = 100;

/** A change, and its place in the history if that is known. */
interface Change {
  readonly delta: AccountDelta;
  readonly link: Link | undefined;
}

/**
 * Two different changes lead to the same version, so what is held and what was received are two histories of the
 * account.
 */
export class DivergedHistory extends Error {
  override readonly name = 'DivergedHistory';

  constructor({ accountId, version }: AccountDelta) {
    super(`The account ${accountId} has two histories: the change to version ${version} does not follow what is held`);
  }
}

/** An account held in process, with what is known of its freshness. Times are of the monotonic clock. */
export class HeldAccount {
  private heard: number;
  /** Changes that arrived before the ones that they follow, by the version that they apply to. */
  private readonly early = new Map<number, Change>();
  /** What is held was current at this instant or later. */
  private verifiedAt = -Infinity;

  constructor(
    readonly compiled: CompiledAccount,
    /** The hash of the change that led to what is held; undefined where it has no seal. */
    private hash?: string,
  ) {
    this.heard = compiled.version;
  }

  hear(version: number): void {
    if (version > this.heard) this.heard = version;
  }

  verify(at: number): void {
    if (at > this.verifiedAt) this.verifiedAt = at;
  }

  /** Whether everything that was committed before `oldest` is in it, and no later version was heard of. */
  isFresh(oldest: number, { from, to }: Heard): boolean {
    if (this.heard > this.compiled.version) return false;
    return this.verifiedAt >= oldest || (to >= oldest && this.verifiedAt >= from);
  }

  /** The highest version that was heard of. Anything older must not be used. */
  get newest(): number {
    return this.heard;
  }

  /**
   * Applies a delta, and changes that waited for it. Returns whether the account is now at the delta's version or
   * later. Throws {@link DivergedHistory} where it is another change than the one held, or follows another one.
   */
  follow(delta: AccountDelta, link?: Link): boolean {
    this.hear(delta.version);
    if (delta.version <= this.compiled.version) {
      if (delta.version === this.compiled.version && differ(this.hash, link?.hash)) throw new DivergedHistory(delta);
      return true;
    }
    if (delta.from > this.compiled.version) {
      if (this.early.size < MOST_EARLY) this.early.set(delta.from, { delta, link });
      return false;
    }
    return this.apply({ delta, link }) && this.followEarly(delta.version);
  }

  private apply({ delta, link }: Change): boolean {
    if (differ(this.hash, link?.previous)) throw new DivergedHistory(delta);
    if (!this.compiled.apply(delta)) return false;
    this.hash = link?.hash;
    return true;
  }

  private followEarly(reached: number): boolean {
    for (const [from, change] of [...this.early].toSorted(([a], [b]) => a - b)) {
      if (from > this.compiled.version) break;
      this.early.delete(from);
      if (change.delta.version > this.compiled.version) this.apply(change);
    }
    return this.compiled.version >= reached;
  }

  /** Whether the answer to `since` continues what is held. Changes may have been applied in the meantime. */
  takes({ version, state }: LoadedAccount): boolean {
    if (state.kind === 'whole') return version <= this.compiled.version;
    const { deltas, links } = state;
    return deltas.every((delta, at) => this.follow(delta, links?.[at])) && this.compiled.version >= version;
  }
}

/** Whether two hashes differ. A missing or empty hash is not known: the change is from before there were seals. */
const differ = (known: string | undefined, said: string | undefined): boolean =>
  Boolean(known) && Boolean(said) && known !== said;
