import { Controller, Delete, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  addPasskey,
  removePasskey,
  renamePasskey,
  startPasskey,
  type AddPasskey,
  type CallContext,
  type Nothing,
  type RemovePasskey,
  type RenamePasskey,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('Second factors')
@Controller('v1/me/passkeys')
export class PasskeysController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(startPasskey, 'Begin to add a passkey', { idempotencyKey: 'ignored' })
  @Post('options')
  start(@Input() input: Nothing, @Call() call: CallContext) {
    return this.rpc.call(startPasskey, input, call);
  }

  @Exposes(addPasskey, 'Add the passkey that the browser has made', { status: 201, idempotencyKey: 'ignored' })
  @Post()
  add(@Input() input: AddPasskey, @Call() call: CallContext) {
    return this.rpc.call(addPasskey, input, call);
  }

  @Exposes(renamePasskey, 'Rename a passkey')
  @Patch(':passkeyId')
  rename(@Input() input: RenamePasskey, @Call() call: CallContext) {
    return this.rpc.call(renamePasskey, input, call);
  }

  @Exposes(removePasskey, 'Remove a passkey')
  @Delete(':passkeyId')
  remove(@Input() input: RemovePasskey, @Call() call: CallContext) {
    return this.rpc.call(removePasskey, input, call);
  }
}
