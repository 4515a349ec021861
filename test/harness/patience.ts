import { PATIENCE, type RpcCaller } from '@roster/contracts';
import { RpcClient, type Bus } from '@roster/service-kit';

/** Milliseconds: the longest deadline of any contract. No test is about these calls being in time. */
const DEADLINE = 15_000 * PATIENCE;

/** A caller whose calls may take that long, whatever their contracts say. */
export function patientCaller(bus: Bus): RpcCaller {
  const rpc = new RpcClient(bus);
  return { call: (contract, input, context) => rpc.call({ ...contract, deadline: DEADLINE }, input, context) };
}

/** A short deadline (ms) for a call that nobody will answer, since `PATIENCE` makes those of contracts long. */
export const shortDeadline = (): number => Date.now() + 2_000;
