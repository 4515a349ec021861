import { Controller } from '@nestjs/common';
import {
  askChecks,
  askFilter,
  CheckBatch,
  CheckBatchRequest,
  CheckRequest,
  evaluateCheck,
  evaluateChecks,
  filterChecks,
  FilterQuery,
  FilterRequest,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { ChecksService } from './checks.service.js';
import { FiltersService } from './filters.service.js';

@Controller()
export class ChecksHandlers {
  constructor(
    private readonly checks: ChecksService,
    private readonly filters: FiltersService,
  ) {}

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

  @Handle(filterChecks)
  filter(@Input() request: FilterRequest, @Call() call: CallContext) {
    return this.filters.evaluate(request, call);
  }

  @Handle(askFilter)
  askFilter(@Input() query: FilterQuery, @Call() call: CallContext) {
    return this.filters.ask(query, call);
  }
}
