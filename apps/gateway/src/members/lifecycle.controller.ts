import { Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  activateMember,
  createMember,
  deactivateMember,
  deleteMember,
  getDeletion,
  reactivateMember,
  revokeMember,
  type CallContext,
  type CreateMember,
  type DeleteMember,
  type MemberId,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

/** How members come, go, come back, and go for good. */
@ApiTags('Members')
@Controller('v1/members')
export class LifecycleController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(createMember, 'Make a member by a form', { status: 201, omits: ['version'] })
  @Post()
  create(@Input() input: CreateMember, @Call() call: CallContext) {
    return this.rpc.call(createMember, input, call);
  }

  @Exposes(revokeMember, 'Take a member’s access away', { endsSessions: true, omits: ['version'] })
  @Post(':memberId/revoke')
  revoke(@Input() input: MemberId, @Call() call: CallContext) {
    return this.rpc.call(revokeMember, input, call);
  }

  @Exposes(reactivateMember, 'Give a revoked member his access back', { omits: ['version'] })
  @Post(':memberId/reactivate')
  reactivate(@Input() input: MemberId, @Call() call: CallContext) {
    return this.rpc.call(reactivateMember, input, call);
  }

  @Exposes(deactivateMember, 'Switch a member off', { endsSessions: true, omits: ['version'] })
  @Post(':memberId/deactivate')
  deactivate(@Input() input: MemberId, @Call() call: CallContext) {
    return this.rpc.call(deactivateMember, input, call);
  }

  @Exposes(activateMember, 'Switch a member on again', { omits: ['version'] })
  @Post(':memberId/activate')
  activate(@Input() input: MemberId, @Call() call: CallContext) {
    return this.rpc.call(activateMember, input, call);
  }

  @Exposes(deleteMember, 'Delete a member, whose records somebody else takes over', {
    endsSessions: true,
    omits: ['version'],
  })
  @Delete(':memberId')
  delete(@Input() input: DeleteMember, @Call() call: CallContext) {
    return this.rpc.call(deleteMember, input, call);
  }

  @Exposes(getDeletion, 'Show how far a member’s deletion has come')
  @Get(':memberId/deletion')
  deletion(@Input() input: MemberId, @Call() call: CallContext) {
    return this.rpc.call(getDeletion, input, call);
  }
}
