import { Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { getHandover, setHandover, type CallContext, type ProjectId, type SetHandover } from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('Me')
@Controller('v1/me/handover')
export class HandoversController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(getHandover, 'Show when I can be reached in a project')
  @Get(':projectId')
  get(@Input() input: ProjectId, @Call() call: CallContext) {
    return this.rpc.call(getHandover, input, call);
  }

  @Exposes(setHandover, 'Say when I can be reached in a project')
  @Put(':projectId')
  set(@Input() input: SetHandover, @Call() call: CallContext) {
    return this.rpc.call(setHandover, input, call);
  }
}
