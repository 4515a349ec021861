import { Controller } from '@nestjs/common';
import { ConfirmPhone, confirmPhone, VerifyPhone, verifyPhone, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { PhoneVerificationsService } from './phone-verifications.service.js';

@Controller()
export class PhoneVerificationsHandlers {
  constructor(private readonly verifications: PhoneVerificationsService) {}

  @Handle(verifyPhone)
  verify(@Input() input: VerifyPhone, @Call() call: CallContext) {
    return this.verifications.start(input, call);
  }

  @Handle(confirmPhone)
  confirm(@Input() input: ConfirmPhone, @Call() call: CallContext) {
    return this.verifications.confirm(input, call);
  }
}
