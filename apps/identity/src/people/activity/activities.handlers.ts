import { Controller } from '@nestjs/common';
import {
  ActivityQuery,
  activityRecorded,
  listActivity,
  listMyActivity,
  PageQuery,
  type CallContext,
  type ActivityEntry,
  type Envelope,
} from '@roster/contracts';
import { Call, Handle, Input, OnEvent } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { ActivitiesService } from './activities.service.js';
import { recordEntry } from './activity-log.js';

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

  @OnEvent(activityRecorded)
  onRecorded(envelope: Envelope<ActivityEntry>, manager: EntityManager) {
    return recordEntry(manager, envelope);
  }
}
