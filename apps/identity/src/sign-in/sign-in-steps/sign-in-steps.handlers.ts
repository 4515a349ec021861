import { Controller } from '@nestjs/common';
import {
  FinishEnrolment,
  finishEnrolment,
  offerPasskey,
  offerPasskeysForStep,
  PasskeyOffer,
  SignInByPasskey,
  signInByPasskey,
  startEnrolment,
  StepInput,
  TakeSecondFactor,
  takeSecondFactor,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { EnrolmentService } from './enrolment.service.js';
import { PasskeySignInService } from './passkey-sign-in.service.js';
import { SecondFactorStepService } from './second-factor-step.service.js';

@Controller()
export class SignInStepsHandlers {
  constructor(
    private readonly enrolment: EnrolmentService,
    private readonly passkeys: PasskeySignInService,
    private readonly secondFactor: SecondFactorStepService,
  ) {}

  @Handle(takeSecondFactor)
  take(@Input() input: TakeSecondFactor, @Call() call: CallContext) {
    return this.secondFactor.take(input, call);
  }

  @Handle(offerPasskeysForStep)
  offerPasskeys(@Input() input: StepInput) {
    return this.secondFactor.offerPasskeys(input);
  }

  @Handle(startEnrolment)
  startEnrolment(@Input() input: StepInput) {
    return this.enrolment.start(input);
  }

  @Handle(finishEnrolment)
  finishEnrolment(@Input() input: FinishEnrolment, @Call() call: CallContext) {
    return this.enrolment.finish(input, call);
  }

  @Handle(offerPasskey)
  offerPasskey(@Input() input: PasskeyOffer) {
    return this.passkeys.offer(input);
  }

  @Handle(signInByPasskey)
  signInByPasskey(@Input() input: SignInByPasskey, @Call() call: CallContext) {
    return this.passkeys.signIn(input, call);
  }
}
