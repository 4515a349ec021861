import {
  applyDecorators,
  Catch,
  createParamDecorator,
  UseFilters,
  UseGuards,
  UseInterceptors,
  type ExecutionContext,
  type RpcExceptionFilter,
} from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import type { CallContext, RpcContract } from '@roster/contracts';
import { throwError, type Observable } from 'rxjs';
import type { RpcContext } from '../rpc.context.js';
import { ContractInput } from './contract-input.interceptor.js';
import { PermissionGuard } from './permission.guard.js';
import { VersionGuard } from './version.guard.js';

/**
 * Passes errors unchanged to the server, which knows the wire format. Nest's own filter would turn them into "Internal
 * server error".
 */
@Catch()
class RawErrorFilter implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * Makes a controller's method the handler of a contract. The permission is checked first, then the input. The method
 * returns the output DTO or throws a `RosterError`; anything else that it throws becomes `internal` for the caller.
 */
export function Handle<I extends object, O extends object>(contract: RpcContract<I, O>): MethodDecorator {
  return applyDecorators(
    MessagePattern(contract.subject, { contract }),
    UseGuards(PermissionGuard, VersionGuard),
    UseInterceptors(new ContractInput(contract)),
    UseFilters(new RawErrorFilter()),
  );
}

/** The validated input, an instance of the contract's input DTO. */
export const Input = createParamDecorator((_: unknown, context: ExecutionContext): object | undefined => {
  return context.switchToRpc().getContext<RpcContext>().input;
});

/** The `CallContext` of the request. */
export const Call = createParamDecorator((_: unknown, context: ExecutionContext): CallContext => {
  return context.switchToRpc().getContext<RpcContext>().call;
});
