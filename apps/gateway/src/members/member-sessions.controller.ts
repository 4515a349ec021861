import { Controller, Delete, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { endMemberSessions, listMemberSessions, type CallContext, type MemberId } from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('Members')
@Controller('v1/members')
export class MemberSessionsController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(listMemberSessions, 'List a member’s sessions in this account')
  @Get(':memberId/sessions')
  list(@Input() input: MemberId, @Call() call: CallContext) {
    return this.rpc.call(listMemberSessions, input, call);
  }

  @Exposes(endMemberSessions, 'End a member’s sessions in this account', { endsSessions: true })
  @Delete(':memberId/sessions')
  end(@Input() input: MemberId, @Call() call: CallContext) {
    return this.rpc.call(endMemberSessions, input, call);
  }
}
