import type { StoredSeal } from '@roster/contracts';
import type { AccountDelta, AccountPolicy } from '@roster/permissions';
import type { Link } from '../feed/seal.js';

/** An account at one version, or what leads there from the version that the caller has. */
export interface LoadedAccount {
  readonly preset: string;
  /** The hash of the catalogue that the policy is written for. */
  readonly catalogueHash: string;
  readonly version: number;
  readonly state:
    /** `hash` identifies the change to this version in the history, if it has a seal. */
    | { readonly kind: 'whole'; readonly policy: AccountPolicy; readonly hash?: string }
    /** The changes in order, with their places in the history. Empty where the caller's version is the current one. */
    | {
        readonly kind: 'deltas';
        readonly deltas: readonly AccountDelta[];
        readonly links?: readonly Link[];
        readonly seals?: readonly StoredSeal[];
      };
}

/** Where accounts are read from: the access service, or its database. */
export interface SnapshotSource {
  /**
   * The account, at a version that was committed when it was asked for, or later; undefined where there is none with
   * this id. `since` is the version that the caller has. Rejects with `service.unavailable` where nobody can answer.
   */
  load(accountId: string, since?: number): Promise<LoadedAccount | undefined>;
}
