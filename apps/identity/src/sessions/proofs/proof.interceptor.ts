import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { RpcContext } from '@roster/service-kit';
import type { Observable } from 'rxjs';
import { Proofs } from './proofs.js';

/** Requires the fresh proof that a contract names, after its permission was checked and before its input is read. */
@Injectable()
export class ProofInterceptor implements NestInterceptor {
  constructor(private readonly proofs: Proofs) {}

  async intercept(execution: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const { call, contract } = execution.switchToRpc().getContext<RpcContext>();
    const purpose = contract?.freshProof;
    if (purpose && purpose !== 'sign-in') await this.proofs.require(call, purpose);
    return next.handle();
  }
}
