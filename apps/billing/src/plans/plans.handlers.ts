import { Controller } from '@nestjs/common';
import { listPlans, type PlanList } from '@roster/contracts';
import { Handle } from '@roster/service-kit';
import { PLANS } from './plan.js';

@Controller()
export class PlansHandlers {
  @Handle(listPlans)
  list(): PlanList {
    return { items: [...PLANS], nextCursor: null };
  }
}
