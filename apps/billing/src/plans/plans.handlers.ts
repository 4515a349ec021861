import { Controller } from '@nestjs/common';
import { listPlans, PlanQuery, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { PlansService } from './plans.service.js';

@Controller()
export class PlansHandlers {
  constructor(private readonly plans: PlansService) {}

  @Handle(listPlans)
  list(@Input() input: PlanQuery, @Call() call: CallContext) {
    return this.plans.list(input, call);
  }
}
