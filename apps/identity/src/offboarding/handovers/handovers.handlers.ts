import { Controller } from '@nestjs/common';
import { getHandover, ProjectId, SetHandover, setHandover, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { HandoversService } from './handovers.service.js';

@Controller()
export class HandoversHandlers {
  constructor(private readonly handovers: HandoversService) {}

  @Handle(getHandover)
  get(@Input() input: ProjectId, @Call() call: CallContext) {
    return this.handovers.get(input, call);
  }

  @Handle(setHandover)
  set(@Input() input: SetHandover, @Call() call: CallContext) {
    return this.handovers.set(input, call);
  }
}
