import { Controller, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  finishEnrolment,
  signInByPasskey,
  takeSecondFactor,
  type CallContext,
  type FinishEnrolment,
  type SignInByPasskey,
  type TakeSecondFactor,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { SIGNS_IN, StartsSession } from '../../auth/tokens/session-cookie.js';
import { Call } from '../../http/exposure/call.js';
import { Exposes } from '../../http/exposure/exposure.js';
import { Input } from '../../http/exposure/input.js';

/** Passkeys, and the steps of a sign-in that a password has begun. */
@ApiTags('Sessions')
@Controller('v1/sessions')
export class SignInStepsController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(takeSecondFactor, 'Use my second factor to sign in', SIGNS_IN)
  @StartsSession()
  @Post('second-factor')
  takeSecondFactor(@Input() input: TakeSecondFactor, @Call() call: CallContext) {
    return this.rpc.call(takeSecondFactor, input, call);
  }

  @Exposes(finishEnrolment, 'Confirm the second factor with its code to sign in', SIGNS_IN)
  @StartsSession()
  @Put('enrolment')
  finishEnrolment(@Input() input: FinishEnrolment, @Call() call: CallContext) {
    return this.rpc.call(finishEnrolment, input, call);
  }

  @Exposes(signInByPasskey, 'Sign in with a passkey', SIGNS_IN)
  @StartsSession()
  @Post('passkey')
  signInByPasskey(@Input() input: SignInByPasskey, @Call() call: CallContext) {
    return this.rpc.call(signInByPasskey, input, call);
  }
}
