import { Controller } from '@nestjs/common';
import { ActivityQuery, listActivity, listMyActivity, PageQuery, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { ActivitiesService } from './activities.service.js';

@Controller()
export class ActivitiesHandlers {
  constructor(private readonly activities: ActivitiesService) {}

  @Handle(listActivity)
  list(@Input() input: ActivityQuery, @Call() call: CallContext) {
    return this.activities.list(input, call);
  }

  @Handle(listMyActivity)
  listOwn(@Input() input: PageQuery, @Call() call: CallContext) {
    return this.activities.listOwn(input, call);
  }
}
