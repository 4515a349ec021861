import { Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  addException,
  copyPermissions,
  getMemberPermissions,
  listExceptions,
  removeException,
  type AddException,
  type CallContext,
  type CopyPermissionsRequest,
  type ExceptionQuery,
  type MemberPermissionsQuery,
  type RemoveException,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { raised, TakesAtLeast } from '../checks/at-least.js';
import { AtLeast, Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('Permissions')
@Controller('v1/members/:memberId')
export class PermissionsController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(getMemberPermissions, 'Show what a member may do, and why', { fills: ['atLeast'] })
  @TakesAtLeast()
  @Get('permissions')
  permissions(
    @Input() input: MemberPermissionsQuery,
    @AtLeast() atLeast: number | undefined,
    @Call() call: CallContext,
  ) {
    return this.rpc.call(getMemberPermissions, raised(input, atLeast), call);
  }

  @Exposes(copyPermissions, 'Give a member the permissions that another one was given')
  @Post('permissions/copy')
  copy(@Input() input: CopyPermissionsRequest, @Call() call: CallContext) {
    return this.rpc.call(copyPermissions, input, call);
  }

  @Exposes(listExceptions, 'List a member’s exceptions', { fills: ['atLeast'] })
  @TakesAtLeast()
  @Get('exceptions')
  exceptions(@Input() input: ExceptionQuery, @AtLeast() atLeast: number | undefined, @Call() call: CallContext) {
    return this.rpc.call(listExceptions, raised(input, atLeast), call);
  }

  @Exposes(addException, 'Give a member a permission, or take one from him', { status: 201, omits: ['version'] })
  @Post('exceptions')
  add(@Input() input: AddException, @Call() call: CallContext) {
    return this.rpc.call(addException, input, call);
  }

  @Exposes(removeException, 'Take an exception back', { status: 204 })
  @Delete('exceptions/:exceptionId')
  remove(@Input() input: RemoveException, @Call() call: CallContext) {
    return this.rpc.call(removeException, input, call);
  }
}
