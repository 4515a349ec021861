import type { RpcContract } from '@roster/contracts';

/** Milliseconds. */
const PATIENCE = 60_000;

/** The same contract, for a test that calls by it: that a busy machine is slower than a caller of ours would wait is no failure. */
export const patiently = <I extends object, O extends object>(contract: RpcContract<I, O>): RpcContract<I, O> => ({
  ...contract,
  deadline: PATIENCE,
});
