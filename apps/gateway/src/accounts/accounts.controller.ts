import { Controller, Get, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  confirmPhone,
  editAccount,
  getAccount,
  signUp,
  transferOwnership,
  verifyEmail,
  verifyPhone,
  type CallContext,
  type ConfirmPhone,
  type EditAccount,
  type Nothing,
  type SignUp,
  type TokenInput,
  type TransferOwnership,
  type VerifyPhone,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('Accounts')
@Controller('v1')
export class AccountsController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(signUp, 'Open an account', { status: 201 })
  @Post('accounts')
  signUp(@Input() input: SignUp, @Call() call: CallContext) {
    return this.rpc.call(signUp, input, call);
  }

  @Exposes(verifyEmail, 'Verify an e-mail address', { status: 204 })
  @Post('email-verifications')
  verifyEmail(@Input() input: TokenInput, @Call() call: CallContext) {
    return this.rpc.call(verifyEmail, input, call);
  }

  @Exposes(getAccount, 'Show the account')
  @Get('account')
  get(@Input() input: Nothing, @Call() call: CallContext) {
    return this.rpc.call(getAccount, input, call);
  }

  @Exposes(editAccount, 'Edit the account')
  @Patch('account')
  edit(@Input() input: EditAccount, @Call() call: CallContext) {
    return this.rpc.call(editAccount, input, call);
  }

  @Exposes(verifyPhone, 'Send a code to a telephone, to validate the account')
  @Post('account/phone-verification')
  verifyPhone(@Input() input: VerifyPhone, @Call() call: CallContext) {
    return this.rpc.call(verifyPhone, input, call);
  }

  @Exposes(confirmPhone, 'Validate the account with the code')
  @Post('account/phone-verification/confirm')
  confirmPhone(@Input() input: ConfirmPhone, @Call() call: CallContext) {
    return this.rpc.call(confirmPhone, input, call);
  }

  @Exposes(transferOwnership, 'Hand the account to another member', { omits: ['version'] })
  @Post('account/ownership-transfer')
  transferOwnership(@Input() input: TransferOwnership, @Call() call: CallContext) {
    return this.rpc.call(transferOwnership, input, call);
  }
}
