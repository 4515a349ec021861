import { Controller } from '@nestjs/common';
import { activateMember, MemberId, reactivateMember, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { ReturnsService } from './returns.service.js';

@Controller()
export class ReturnsHandlers {
  constructor(private readonly returns: ReturnsService) {}

  @Handle(activateMember)
  activate(@Input() input: MemberId, @Call() call: CallContext) {
    return this.returns.activate(input, call);
  }

  @Handle(reactivateMember)
  reactivate(@Input() input: MemberId, @Call() call: CallContext) {
    return this.returns.reactivate(input, call);
  }
}
