import { Controller } from '@nestjs/common';
import {
  emailVerificationRequested,
  ResendVerification,
  resendVerification,
  SignUp,
  signUp,
  TokenInput,
  verificationResendRequested,
  verifyEmail,
  type CallContext,
  type EmailVerificationRequested,
  type Envelope,
  type VerificationResendRequested,
} from '@roster/contracts';
import { Call, Handle, Input, OnEvent } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { EmailVerificationsService } from './email-verifications.service.js';
import { SignUpStore } from './sign-up.store.js';
import { SignUpsService } from './sign-ups.service.js';

@Controller()
export class SignUpsHandlers {
  constructor(
    private readonly signUps: SignUpsService,
    private readonly verifications: EmailVerificationsService,
    private readonly store: SignUpStore,
  ) {}

  @Handle(signUp)
  signUp(@Input() input: SignUp, @Call() call: CallContext) {
    return this.signUps.signUp(input, call);
  }

  @Handle(verifyEmail)
  verify(@Input() input: TokenInput, @Call() call: CallContext) {
    return this.verifications.verify(input, call);
  }

  @Handle(resendVerification)
  resend(@Input() input: ResendVerification, @Call() call: CallContext) {
    return this.verifications.resend(input, call);
  }

  @OnEvent(verificationResendRequested)
  async onResendRequested({ data, traceparent }: Envelope<VerificationResendRequested>, manager: EntityManager) {
    const { email, address, userAgent } = data;
    const client = address ? { address, ...(userAgent && { userAgent }) } : undefined;
    await this.store.resend(manager, email, { traceparent, client });
  }

  @OnEvent(emailVerificationRequested)
  async onVerificationRequested({ data }: Envelope<EmailVerificationRequested>, manager: EntityManager) {
    await this.store.endReplaced(manager, data);
  }
}
