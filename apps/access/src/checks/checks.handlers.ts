import { Controller } from '@nestjs/common';
import {
  askChecks,
  CheckBatch,
  CheckBatchRequest,
  CheckRequest,
  evaluateCheck,
  evaluateChecks,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { ChecksService } from './checks.service.js';

@Controller()
export class ChecksHandlers {
  constructor(private readonly checks: ChecksService) {}

  @Handle(evaluateCheck)
  evaluate(@Input() request: CheckRequest, @Call() call: CallContext) {
    return this.checks.evaluate(request, call);
  }

  @Handle(evaluateChecks)
  evaluateMany(@Input() request: CheckBatchRequest, @Call() call: CallContext) {
    return this.checks.evaluateMany(request, call);
  }

  @Handle(askChecks)
  ask(@Input() batch: CheckBatch, @Call() call: CallContext) {
    return this.checks.ask(batch, call);
  }
}
