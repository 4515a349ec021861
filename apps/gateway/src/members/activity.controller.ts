import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { listActivity, listMyActivity, type ActivityQuery, type CallContext, type PageQuery } from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('Activity')
@Controller('v1')
export class ActivityController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(listActivity, 'List what a member did')
  @Get('members/:memberId/activity')
  list(@Input() input: ActivityQuery, @Call() call: CallContext) {
    return this.rpc.call(listActivity, input, call);
  }

  @Exposes(listMyActivity, 'List what I did')
  @Get('me/activity')
  listOwn(@Input() input: PageQuery, @Call() call: CallContext) {
    return this.rpc.call(listMyActivity, input, call);
  }
}
