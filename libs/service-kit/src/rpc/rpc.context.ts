import { BaseRpcContext } from '@nestjs/microservices';
import type { CallContext, RpcContract } from '@roster/contracts';

/** What Nest passes to guards, interceptors and handlers besides the payload. */
export class RpcContext extends BaseRpcContext<[call: CallContext, contract: RpcContract | undefined]> {
  /** The contract's input DTO, after validation. */
  input: object | undefined;

  get call(): CallContext {
    return this.args[0];
  }

  /** Undefined for a plain `@MessagePattern`. */
  get contract(): RpcContract | undefined {
    return this.args[1];
  }
}
