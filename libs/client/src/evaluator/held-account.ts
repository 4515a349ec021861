import type { AccountDelta, CompiledAccount } from '@roster/permissions';
import type { Heard } from '../feed/freshness.js';
import type { Link } from '../feed/seal.js';
import type { LoadedAccount } from './source.js';

/** Changes that wait at the most: beyond that the account is asked for. */
const MOST_EARLY = 100;

/** A change, and its place in the history where that is known. */
interface Change {
  readonly delta: AccountDelta;
  readonly link: Link | undefined;
}

/** Two different changes lead to one version, so what is held and what was heard are two histories of the account. */
export class DivergedHistory extends Error {
  override readonly name = 'DivergedHistory';

  constructor({ accountId, version }: AccountDelta) {
    super(`The account ${accountId} has two histories: the change to version ${version} does not follow what is held`);
  }
}

/** An account that is held in process, with what is known of how fresh it is. Times are of the monotonic clock. */
export class HeldAccount {
  private heard: number;
  /** Changes that came before those that they follow, by the version that they are made from. */
  private readonly early = new Map<number, Change>();
  /** What is held was the present state at this instant or later. */
  private verifiedAt = -Infinity;

  constructor(
    readonly compiled: CompiledAccount,
    /** What the change is called that led to what is held; unknown where it has no seal. */
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

  /** Whether all that was committed until `oldest` is in it, and nothing later was heard of. */
  isFresh(oldest: number, { from, to }: Heard): boolean {
    if (this.heard > this.compiled.version) return false;
    return this.verifiedAt >= oldest || (to >= oldest && this.verifiedAt >= from);
  }

  /** The highest version that was heard of; what is behind it is not used. */
  get newest(): number {
    return this.heard;
  }

  /**
   * Whether the delta, or what it was waiting for, left it at the delta's version or later. Throws {@link DivergedHistory}
   * where it is another change than the one that is held, or follows another.
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

  /** Whether the answer to `since` leads on from what is held, which may have followed changes in the meantime. */
  takes({ version, state }: LoadedAccount): boolean {
    if (state.kind === 'whole') return version <= this.compiled.version;
    const { deltas, links } = state;
    return deltas.every((delta, at) => this.follow(delta, links?.[at])) && this.compiled.version >= version;
  }
}

/** An empty one, like none, is not known: it is of a change from before there were seals. */
const differ = (known: string | undefined, said: string | undefined): boolean =>
  Boolean(known) && Boolean(said) && known !== said;
