import { Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  confirmTotp,
  listSecondFactors,
  removeTotp,
  renewBackupCodes,
  startTotp,
  type CallContext,
  type Nothing,
  type TotpCode,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

/** What is shown once must not be kept for another time: these answers are not repeated for an idempotency key. */
const SHOWN_ONCE = { idempotencyKey: 'ignored' } as const;

@ApiTags('Second factors')
@Controller('v1/me')
export class SecondFactorsController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(listSecondFactors, 'List my second factors')
  @Get('second-factors')
  list(@Input() input: Nothing, @Call() call: CallContext) {
    return this.rpc.call(listSecondFactors, input, call);
  }

  @Exposes(startTotp, 'Begin to set up an authenticator app', SHOWN_ONCE)
  @Post('totp')
  startTotp(@Input() input: Nothing, @Call() call: CallContext) {
    return this.rpc.call(startTotp, input, call);
  }

  @Exposes(confirmTotp, 'Confirm the authenticator app by its code', SHOWN_ONCE)
  @Post('totp/confirm')
  confirmTotp(@Input() input: TotpCode, @Call() call: CallContext) {
    return this.rpc.call(confirmTotp, input, call);
  }

  @Exposes(removeTotp, 'Remove the authenticator app')
  @Delete('totp')
  removeTotp(@Input() input: Nothing, @Call() call: CallContext) {
    return this.rpc.call(removeTotp, input, call);
  }

  @Exposes(renewBackupCodes, 'Make new backup codes', SHOWN_ONCE)
  @Post('backup-codes')
  renewBackupCodes(@Input() input: Nothing, @Call() call: CallContext) {
    return this.rpc.call(renewBackupCodes, input, call);
  }
}
