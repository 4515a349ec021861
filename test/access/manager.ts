import type { RpcContract } from '@roster/contracts';
import type { AccessWorld, AccountDouble } from './access-world.js';

/** Calls in the name of a member, as the gateway does. */
export const asking =
  (world: AccessWorld, account: AccountDouble) =>
  <I extends object, O extends object>(memberId: string, contract: RpcContract<I, O>, input: I): Promise<O> =>
    world.rpc.call(contract, input, account.as(memberId));
