import { Controller } from '@nestjs/common';
import {
  deactivateMember,
  deleteMember,
  DeleteMember,
  MemberId,
  revokeMember,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { RevocationsService } from './revocations.service.js';

@Controller()
export class RevocationsHandlers {
  constructor(private readonly revocations: RevocationsService) {}

  @Handle(deactivateMember)
  deactivate(@Input() input: MemberId, @Call() call: CallContext) {
    return this.revocations.deactivate(input, call);
  }

  @Handle(revokeMember)
  revoke(@Input() input: MemberId, @Call() call: CallContext) {
    return this.revocations.revoke(input, call);
  }

  @Handle(deleteMember)
  delete(@Input() input: DeleteMember, @Call() call: CallContext) {
    return this.revocations.delete(input, call);
  }
}
