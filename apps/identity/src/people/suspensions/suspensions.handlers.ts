import { Controller } from '@nestjs/common';
import { resumeAccount, ResumeAccount, suspendAccount, SuspendAccount, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { SuspensionsService } from './suspensions.service.js';

@Controller()
export class SuspensionsHandlers {
  constructor(private readonly suspensions: SuspensionsService) {}

  @Handle(suspendAccount)
  suspend(@Input() input: SuspendAccount, @Call() call: CallContext) {
    return this.suspensions.suspend(input, call);
  }

  @Handle(resumeAccount)
  resume(@Input() input: ResumeAccount, @Call() call: CallContext) {
    return this.suspensions.resume(input, call);
  }
}
