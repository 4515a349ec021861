import { Controller, Post, Put, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  chooseNewPassword,
  reauthenticate,
  switchAccount,
  type CallContext,
  type ChooseNewPassword,
  type Reauthenticate,
  type SwitchAccount,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { ForgetsSession, SIGNS_IN, StartsSession } from '../../auth/tokens/session-cookie.js';
import { Call } from '../../http/exposure/call.js';
import { Exposes } from '../../http/exposure/exposure.js';
import { Input } from '../../http/exposure/input.js';

/** Each of these ends in a new session: the token of the one before is not valid any more. */
@ApiTags('Sessions')
@Controller('v1/sessions')
export class RenewalsController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(reauthenticate, 'Prove again who I am', SIGNS_IN)
  @StartsSession()
  @UseInterceptors(ForgetsSession)
  @Post('reauthentication')
  reauthenticate(@Input() input: Reauthenticate, @Call() call: CallContext) {
    return this.rpc.call(reauthenticate, input, call);
  }

  @Exposes(switchAccount, 'Switch to another of my accounts', SIGNS_IN)
  @StartsSession()
  @UseInterceptors(ForgetsSession)
  @Post('current/account')
  switch(@Input() input: SwitchAccount, @Call() call: CallContext) {
    return this.rpc.call(switchAccount, input, call);
  }

  @Exposes(chooseNewPassword, 'Choose a password of my own to sign in', SIGNS_IN)
  @StartsSession()
  @Put('new-password')
  newPassword(@Input() input: ChooseNewPassword, @Call() call: CallContext) {
    return this.rpc.call(chooseNewPassword, input, call);
  }
}
