import { Controller, Delete } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { resetSecondFactors, type CallContext, type MemberId } from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('Members')
@Controller('v1/members')
export class MemberSecondFactorsController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(resetSecondFactors, 'Take all second factors from a member who has lost them', { endsSessions: true })
  @Delete(':memberId/second-factors')
  reset(@Input() input: MemberId, @Call() call: CallContext) {
    return this.rpc.call(resetSecondFactors, input, call);
  }
}
