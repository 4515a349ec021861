import type { RpcCaller, RpcContract } from '@roster/contracts';
import { RpcClient, type Bus } from '@roster/service-kit';

/** Milliseconds. */
const PATIENCE = 60_000;

/**
 * The same contract with a long deadline: a busy machine that is slower than a real caller would wait must not fail the
 * test.
 */
const patiently = <I extends object, O extends object>(contract: RpcContract<I, O>): RpcContract<I, O> => ({
  ...contract,
  deadline: PATIENCE,
});

/** A caller who is that patient each time. */
export function patientCaller(bus: Bus): RpcCaller {
  const rpc = new RpcClient(bus);
  return { call: (contract, input, context) => rpc.call(patiently(contract), input, context) };
}

/** A short deadline (ms) for a call that nobody will answer: the deadlines of contracts are long in tests. */
export const shortDeadline = (): number => Date.now() + 2_000;
