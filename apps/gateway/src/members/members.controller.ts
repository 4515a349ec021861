import { Controller, Get, Patch, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  editMember,
  getMember,
  listMembers,
  setAgentAccess,
  setMemberManager,
  setMemberRoles,
  setMemberTeams,
  type CallContext,
  type EditMember,
  type MemberId,
  type MemberQuery,
  type SetAgentAccess,
  type SetMemberManager,
  type SetMemberRoles,
  type SetMemberTeams,
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

  @Exposes(editMember, 'Edit a member’s profile', { omits: ['version'] })
  @Patch(':memberId')
  edit(@Input() input: EditMember, @Call() call: CallContext) {
    return this.rpc.call(editMember, input, call);
  }

  @Exposes(setAgentAccess, 'Give a member access to the shared inbox, or take it', { omits: ['version'] })
  @Put(':memberId/agent-access')
  setAgentAccess(@Input() input: SetAgentAccess, @Call() call: CallContext) {
    return this.rpc.call(setAgentAccess, input, call);
  }

  @Exposes(setMemberTeams, 'Put a member on other teams')
  @Put(':memberId/teams')
  setTeams(@Input() input: SetMemberTeams, @Call() call: CallContext) {
    return this.rpc.call(setMemberTeams, input, call);
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
}
