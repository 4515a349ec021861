import { Controller } from '@nestjs/common';
import {
  AuditQuery,
  AuditVerificationQuery,
  exportAudit,
  listAudit,
  pastState,
  PastStateQuery,
  verifyAudit,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { AuditService } from './audit.service.js';
import { PastStateService } from './past-state.service.js';
import { VerificationService } from './verification.service.js';

@Controller()
export class AuditHandlers {
  constructor(
    private readonly audit: AuditService,
    private readonly verification: VerificationService,
    private readonly past: PastStateService,
  ) {}

  @Handle(listAudit)
  list(@Input() query: AuditQuery, @Call() call: CallContext) {
    return this.audit.list(query, call);
  }

  @Handle(exportAudit)
  export(@Input() query: AuditQuery, @Call() call: CallContext) {
    return this.audit.list(query, call);
  }

  @Handle(verifyAudit)
  verify(@Input() query: AuditVerificationQuery, @Call() call: CallContext) {
    return this.verification.verify(query, call);
  }

  @Handle(pastState)
  state(@Input() query: PastStateQuery, @Call() call: CallContext) {
    return this.past.at(query, call);
  }
}
