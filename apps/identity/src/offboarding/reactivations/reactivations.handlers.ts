import { Controller } from '@nestjs/common';
import { activateMember, MemberId, reactivateMember, ReactivateMember, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { ReactivationsService } from './reactivations.service.js';

@Controller()
export class ReactivationsHandlers {
  constructor(private readonly reactivations: ReactivationsService) {}

  @Handle(activateMember)
  activate(@Input() input: MemberId, @Call() call: CallContext) {
    return this.reactivations.activate(input, call);
  }

  @Handle(reactivateMember)
  reactivate(@Input() input: ReactivateMember, @Call() call: CallContext) {
    return this.reactivations.reactivate(input, call);
  }
}
