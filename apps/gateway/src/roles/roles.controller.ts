import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { getRole, listRoles, type CallContext, type Nothing, type RoleId } from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('Roles')
@Controller('v1/roles')
export class RolesController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(listRoles, 'List the roles')
  @Get()
  list(@Input() input: Nothing, @Call() call: CallContext) {
    return this.rpc.call(listRoles, input, call);
  }

  @Exposes(getRole, 'Show a role')
  @Get(':roleId')
  get(@Input() input: RoleId, @Call() call: CallContext) {
    return this.rpc.call(getRole, input, call);
  }
}
