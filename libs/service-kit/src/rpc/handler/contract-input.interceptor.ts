import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { HEADERS, type RpcContract } from '@roster/contracts';
import type { Observable } from 'rxjs';
import type { RpcContext } from '../rpc.context.js';
import { accountIn, assertMayTouch } from '../callers/limits.js';
import { invalid } from '../validation/invalid.js';
import { validate } from '../validation/validate.js';

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;

/**
 * Turns the payload into an instance of the contract's input DTO, after the guard, whether or not the method takes it.
 * A pipe would see only the parameters that a method declares. Throws `request.invalid` or `request.malformed`, and
 * `caller.limited` where another service may not touch the input's account.
 */
export class ContractInput implements NestInterceptor {
  constructor(private readonly contract: RpcContract) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const rpc = context.switchToRpc();
    const request = rpc.getContext<RpcContext>();
    const { idempotencyKey } = request.call;
    if (idempotencyKey !== undefined && !IDEMPOTENCY_KEY.test(idempotencyKey)) {
      throw invalid({ path: HEADERS.idempotencyKey, message: 'must be 1 to 200 visible ASCII characters' });
    }
    request.input = validate(this.contract.input, rpc.getData<unknown>(), this.contract.unknownMembers);
    if (request.call.caller) assertMayTouch(request.call, { accountId: accountIn(request.input) });
    return next.handle();
  }
}
