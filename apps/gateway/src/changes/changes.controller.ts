import { Controller, Post } from '@nestjs/common';
import { ApiExtraModels, ApiTags } from '@nestjs/swagger';
import { CHANGES, previewChange, type CallContext, type PreviewChange } from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('Permissions')
@ApiExtraModels(...Object.values(CHANGES))
@Controller('v1/changes')
export class ChangesController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(previewChange, 'Show who would gain and lose what by a change', { idempotencyKey: 'ignored' })
  @Post('preview')
  preview(@Input() input: PreviewChange, @Call() call: CallContext) {
    return this.rpc.call(previewChange, input, call);
  }
}
