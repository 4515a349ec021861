import type { AccountDelta, AccountPolicy } from '@roster/permissions';

/** An account as it was at one version, or what leads there from the version that the asker has. */
export interface LoadedAccount {
  readonly preset: string;
  /** Of the catalogue that the policy is written for. */
  readonly catalogueHash: string;
  readonly version: number;
  readonly state:
    | { readonly kind: 'whole'; readonly policy: AccountPolicy }
    /** In their order; none where the asker's version is the present one. */
    | { readonly kind: 'deltas'; readonly deltas: readonly AccountDelta[] };
}

/** Where accounts come from: the access service, or its database. */
export interface SnapshotSource {
  /**
   * The account, at a version that was committed when it was asked for or later; undefined where there is none with
   * this id. `since` is what the asker has. Rejects with `service.unavailable` where nobody can say.
   */
  load(accountId: string, since?: number): Promise<LoadedAccount | undefined>;
}
