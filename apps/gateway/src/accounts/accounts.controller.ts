import { Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  getAccount,
  signUp,
  transferOwnership,
  verifyEmail,
  type CallContext,
  type Nothing,
  type SignUp,
  type TokenInput,
  type TransferOwnership,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Limited } from '../http/protection/rate-limits.js';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('Accounts')
@Controller('v1')
export class AccountsController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(signUp, 'Open an account', { status: 201 })
  @Limited('sign-up')
  @Post('accounts')
  signUp(@Input() input: SignUp, @Call() call: CallContext) {
    return this.rpc.call(signUp, input, call);
  }

  @Exposes(verifyEmail, 'Verify an e-mail address', { status: 204 })
  @Limited('token')
  @Post('email-verifications')
  verifyEmail(@Input() input: TokenInput, @Call() call: CallContext) {
    return this.rpc.call(verifyEmail, input, call);
  }

  @Exposes(getAccount, 'Show the account')
  @Get('account')
  get(@Input() input: Nothing, @Call() call: CallContext) {
    return this.rpc.call(getAccount, input, call);
  }

  @Exposes(transferOwnership, 'Hand the account to another member', { omits: ['version'] })
  @Post('account/ownership-transfer')
  transferOwnership(@Input() input: TransferOwnership, @Call() call: CallContext) {
    return this.rpc.call(transferOwnership, input, call);
  }
}
