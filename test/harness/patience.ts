import type { RpcCaller, RpcContract } from '@roster/contracts';
import { RpcClient, type Bus } from '@roster/service-kit';

/** Milliseconds. */
const PATIENCE = 60_000;

/** The same contract, for a test that calls by it: that a busy machine is slower than a caller of ours would wait is no failure. */
const patiently = <I extends object, O extends object>(contract: RpcContract<I, O>): RpcContract<I, O> => ({
  ...contract,
  deadline: PATIENCE,
});

/** A caller who is that patient each time. */
export function patientCaller(bus: Bus): RpcCaller {
  const rpc = new RpcClient(bus);
  return { call: (contract, input, context) => rpc.call(patiently(contract), input, context) };
}

/** The instant (ms) by which a call is to end that nobody will answer: the contract's own deadline is long in tests. */
export const soon = (): number => Date.now() + 2_000;
