import { Global, Module } from '@nestjs/common';
import { DecisionsModule } from './decisions/decisions.module.js';
import { LedgerModule } from './ledger/ledger.module.js';

/** Global, because the kit's own handlers stand behind this service's authorizer too. */
@Global()
@Module({
  imports: [LedgerModule, DecisionsModule],
  exports: [LedgerModule],
})
export class AccessModule {}
