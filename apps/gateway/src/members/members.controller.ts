import { Controller, Get, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  getMember,
  listMembers,
  revokeMember,
  setMemberManager,
  setMemberRoles,
  type CallContext,
  type MemberId,
  type MemberQuery,
  type SetMemberManager,
  type SetMemberRoles,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('Members')
@Controller('v1/members')
export class MembersController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(listMembers, 'List the members')
  @Get()
  list(@Input() query: MemberQuery, @Call() call: CallContext) {
    return this.rpc.call(listMembers, query, call);
  }

  @Exposes(getMember, 'Show a member')
  @Get(':memberId')
  get(@Input() input: MemberId, @Call() call: CallContext) {
    return this.rpc.call(getMember, input, call);
  }

  @Exposes(setMemberRoles, 'Give a member other roles')
  @Put(':memberId/roles')
  setRoles(@Input() input: SetMemberRoles, @Call() call: CallContext) {
    return this.rpc.call(setMemberRoles, input, call);
  }

  @Exposes(setMemberManager, 'Give a member another manager, or none')
  @Put(':reportId/manager')
  setManager(@Input() input: SetMemberManager, @Call() call: CallContext) {
    return this.rpc.call(setMemberManager, input, call);
  }

  @Exposes(revokeMember, 'Take a member’s access away', { omits: ['version'] })
  @Post(':memberId/revoke')
  revoke(@Input() input: MemberId, @Call() call: CallContext) {
    return this.rpc.call(revokeMember, input, call);
  }
}
