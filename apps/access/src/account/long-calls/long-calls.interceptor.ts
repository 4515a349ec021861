import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { RpcContext } from '@roster/service-kit';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { LongCalls } from './long-calls.js';

/** Keeps calls of contracts that say `long` in a queue, after their permission was checked. */
@Injectable()
export class LongCallsInterceptor implements NestInterceptor {
  private readonly calls = new LongCalls();

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { call, contract } = execution.switchToRpc().getContext<RpcContext>();
    if (!contract?.long || call.accountId === undefined) return next.handle();
    return from(this.calls.run(call.accountId, call.deadline, () => lastValueFrom(next.handle())));
  }
}
