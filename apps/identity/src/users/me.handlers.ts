import { Controller } from '@nestjs/common';
import { getMe, type CallContext } from '@roster/contracts';
import { Call, Handle } from '@roster/service-kit';
import { MeService } from './me.service.js';

@Controller()
export class MeHandlers {
  constructor(private readonly me: MeService) {}

  @Handle(getMe)
  get(@Call() call: CallContext) {
    return this.me.get(call);
  }
}
