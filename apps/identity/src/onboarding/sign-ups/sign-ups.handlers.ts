import { Controller } from '@nestjs/common';
import { SignUp, signUp, TokenInput, verifyEmail, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { EmailVerificationsService } from './email-verifications.service.js';
import { SignUpsService } from './sign-ups.service.js';

@Controller()
export class SignUpsHandlers {
  constructor(
    private readonly signUps: SignUpsService,
    private readonly verifications: EmailVerificationsService,
  ) {}

  @Handle(signUp)
  signUp(@Input() input: SignUp, @Call() call: CallContext) {
    return this.signUps.signUp(input, call);
  }

  @Handle(verifyEmail)
  verify(@Input() input: TokenInput, @Call() call: CallContext) {
    return this.verifications.verify(input, call);
  }
}
