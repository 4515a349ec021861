import { Global, Module } from '@nestjs/common';
import { DecisionsModule } from './decisions/decisions.module.js';
import { LedgerModule } from './ledger/ledger.module.js';

/** Global, because the service kit's own handlers are also guarded by this service's authorizer. */
@Global()
@Module({
  imports: [LedgerModule, DecisionsModule],
  exports: [LedgerModule],
})
export class AccessModule {}
