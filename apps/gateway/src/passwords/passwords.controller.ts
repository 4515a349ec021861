import { Controller, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  changePassword,
  requestPasswordReset,
  resetPassword,
  type CallContext,
  type ChangePassword,
  type RequestPasswordReset,
  type ResetPassword,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('Passwords')
@Controller('v1')
export class PasswordsController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(changePassword, 'Change my password', { endsSessions: true })
  @Put('me/password')
  change(@Input() input: ChangePassword, @Call() call: CallContext) {
    return this.rpc.call(changePassword, input, call);
  }

  @Exposes(requestPasswordReset, 'Ask for a mail that sets a new password', { status: 202, idempotencyKey: 'ignored' })
  @Post('password-resets')
  request(@Input() input: RequestPasswordReset, @Call() call: CallContext) {
    return this.rpc.call(requestPasswordReset, input, call);
  }

  @Exposes(resetPassword, 'Set a new password by a mailed link', { endsSessions: true, idempotencyKey: 'ignored' })
  @Put('password-resets')
  reset(@Input() input: ResetPassword, @Call() call: CallContext) {
    return this.rpc.call(resetPassword, input, call);
  }
}
