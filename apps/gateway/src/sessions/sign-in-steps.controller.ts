import { Controller, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  finishEnrolment,
  offerOwnPasskeys,
  offerPasskey,
  offerPasskeysForStep,
  signInByPasskey,
  startEnrolment,
  takeSecondFactor,
  type CallContext,
  type FinishEnrolment,
  type Nothing,
  type PasskeyOffer,
  type SignInByPasskey,
  type StepInput,
  type TakeSecondFactor,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';
import { SIGNS_IN, StartsSession } from './tokens/session-cookie.js';

const ASKS = { idempotencyKey: 'ignored' } as const;

/** Passkeys, and the steps of a sign-in that a password has begun. */
@ApiTags('Sessions')
@Controller('v1/sessions')
export class SignInStepsController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(takeSecondFactor, 'Show my second factor, to sign in', SIGNS_IN)
  @StartsSession()
  @Post('second-factor')
  takeSecondFactor(@Input() input: TakeSecondFactor, @Call() call: CallContext) {
    return this.rpc.call(takeSecondFactor, input, call);
  }

  @Exposes(offerPasskeysForStep, 'Ask which passkeys I can show as my second factor', ASKS)
  @Post('second-factor/passkey-options')
  offerPasskeysForStep(@Input() input: StepInput, @Call() call: CallContext) {
    return this.rpc.call(offerPasskeysForStep, input, call);
  }

  @Exposes(startEnrolment, 'Begin to set up the second factor that an account insists on', ASKS)
  @Post('enrolment')
  startEnrolment(@Input() input: StepInput, @Call() call: CallContext) {
    return this.rpc.call(startEnrolment, input, call);
  }

  @Exposes(finishEnrolment, 'Confirm the second factor by its code, to sign in', SIGNS_IN)
  @StartsSession()
  @Put('enrolment')
  finishEnrolment(@Input() input: FinishEnrolment, @Call() call: CallContext) {
    return this.rpc.call(finishEnrolment, input, call);
  }

  @Exposes(offerPasskey, 'Begin to sign in with a passkey', ASKS)
  @Post('passkey-options')
  offerPasskey(@Input() input: PasskeyOffer, @Call() call: CallContext) {
    return this.rpc.call(offerPasskey, input, call);
  }

  @Exposes(signInByPasskey, 'Sign in with a passkey', SIGNS_IN)
  @StartsSession()
  @Post('passkey')
  signInByPasskey(@Input() input: SignInByPasskey, @Call() call: CallContext) {
    return this.rpc.call(signInByPasskey, input, call);
  }

  @Exposes(offerOwnPasskeys, 'Ask for my passkeys, to prove again that it is me', ASKS)
  @Post('reauthentication/passkey-options')
  offerOwnPasskeys(@Input() input: Nothing, @Call() call: CallContext) {
    return this.rpc.call(offerOwnPasskeys, input, call);
  }
}
