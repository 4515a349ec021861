import { Controller } from '@nestjs/common';
import { MemberId, revokeMember, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { RevocationsService } from './revocations.service.js';

@Controller()
export class RevocationsHandlers {
  constructor(private readonly revocations: RevocationsService) {}

  @Handle(revokeMember)
  revoke(@Input() input: MemberId, @Call() call: CallContext) {
    return this.revocations.revoke(input, call);
  }
}
