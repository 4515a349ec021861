import type { StoredSeal } from '@roster/contracts';
import type { AccountDelta, AccountPolicy } from '@roster/permissions';
import type { Link } from '../feed/seal.js';

/** An account as it was at one version, or what leads there from the version that the asker has. */
export interface LoadedAccount {
  readonly preset: string;
  /** Of the catalogue that the policy is written for. */
  readonly catalogueHash: string;
  readonly version: number;
  readonly state:
    /** `hash` is what the change to this version is called in the history, where it has a seal. */
    | { readonly kind: 'whole'; readonly policy: AccountPolicy; readonly hash?: string }
    /** In their order, with their places in the history; none where the asker's version is the present one. */
    | {
        readonly kind: 'deltas';
        readonly deltas: readonly AccountDelta[];
        readonly links?: readonly Link[];
        readonly seals?: readonly StoredSeal[];
      };
}

/** Where accounts come from: the access service, or its database. */
export interface SnapshotSource {
  /**
   * The account, at a version that was committed when it was asked for or later; undefined where there is none with
   * this id. `since` is what the asker has. Rejects with `service.unavailable` where nobody can say.
   */
  load(accountId: string, since?: number): Promise<LoadedAccount | undefined>;
}
