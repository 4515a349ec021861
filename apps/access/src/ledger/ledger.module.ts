import { Module } from '@nestjs/common';
import { RosterAuthorizer } from '@roster/client';
import { Authorizer } from '@roster/service-kit';
import { ActsHandlers } from './audit/acts.handlers.js';
import { AuditHandlers } from './audit/audit.handlers.js';
import { AuditService } from './audit/audit.service.js';
import { PastStateService } from './audit/past-state.service.js';
import { VerificationService } from './audit/verification.service.js';
import { AccountSource } from './feed/account-source.js';
import { DecisionPoint } from './feed/decision-point.js';
import { FeedHandlers } from './feed/feed.handlers.js';
import { Heartbeat } from './feed/heartbeat.js';
import { Announcements } from './ledger/announcements.js';
import { Ledger } from './ledger/ledger.js';
import { AccountModule } from '../account/account.module.js';

/** Records every change once, in order: its version, its audit entry, and the feed for evaluators. */
@Module({
  imports: [AccountModule],
  controllers: [ActsHandlers, AuditHandlers, FeedHandlers],
  providers: [
    {
      provide: Authorizer,
      inject: [DecisionPoint],
      useFactory: ({ evaluator }: DecisionPoint) => new RosterAuthorizer(evaluator),
    },
    AccountSource,
    Announcements,
    AuditService,
    DecisionPoint,
    Heartbeat,
    Ledger,
    PastStateService,
    VerificationService,
  ],
  exports: [
    Authorizer,
    AccountModule,
    AccountSource,
    Announcements,
    AuditService,
    DecisionPoint,
    Heartbeat,
    Ledger,
    PastStateService,
    VerificationService,
  ],
})
export class LedgerModule {}
