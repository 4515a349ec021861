import { BaseRpcContext } from '@nestjs/microservices';
import type { CallContext, RpcContract } from '@roster/contracts';

/** What Nest hands to guards, interceptors and handlers beside the payload. */
export class RpcContext extends BaseRpcContext<[call: CallContext, contract: RpcContract | undefined]> {
  /** The contract's input DTO, once it has been validated. */
  input: object | undefined;

  get call(): CallContext {
    return this.args[0];
  }

  /** Absent for a plain `@MessagePattern`. */
  get contract(): RpcContract | undefined {
    return this.args[1];
  }
}
