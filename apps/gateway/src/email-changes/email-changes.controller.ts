import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  confirmEmailChange,
  requestEmailChange,
  undoEmailChange,
  type CallContext,
  type ChangeEmail,
  type TokenInput,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('Me')
@Controller('v1')
export class EmailChangesController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(requestEmailChange, 'Ask for a change of my e-mail address', { status: 202 })
  @Post('me/email')
  request(@Input() input: ChangeEmail, @Call() call: CallContext) {
    return this.rpc.call(requestEmailChange, input, call);
  }

  @Exposes(confirmEmailChange, 'Confirm a new e-mail address by its mailed link', { idempotencyKey: 'ignored' })
  @Post('email-changes/confirm')
  confirm(@Input() input: TokenInput, @Call() call: CallContext) {
    return this.rpc.call(confirmEmailChange, input, call);
  }

  @Exposes(undoEmailChange, 'Undo a change of e-mail address by its mailed link', {
    endsSessions: true,
    idempotencyKey: 'ignored',
  })
  @Post('email-changes/undo')
  undo(@Input() input: TokenInput, @Call() call: CallContext) {
    return this.rpc.call(undoEmailChange, input, call);
  }
}
