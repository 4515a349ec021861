import { useState } from 'react';

/** Something that a button does: whether it is being done, and what went wrong. */
export interface Work {
  readonly busy: boolean;
  readonly error: unknown;
  /** Does it. Resolves with whether that worked; what failed is in `error` until the next try. */
  readonly run: (work: () => Promise<void>) => Promise<boolean>;
}

export function useWork(): Work {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    setError(undefined);
    try {
      await work();
      return true;
    } catch (failure) {
      setError(failure);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, run };
}
