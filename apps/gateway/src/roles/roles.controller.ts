import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { getRole, listRoles, type CallContext, type Freshness, type RoleQuery } from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { raised, TakesAtLeast } from '../checks/at-least.js';
import { AtLeast, Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('Roles')
@Controller('v1/roles')
export class RolesController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(listRoles, 'List the roles', { fills: ['atLeast'] })
  @TakesAtLeast()
  @Get()
  list(@Input() input: Freshness, @AtLeast() atLeast: number | undefined, @Call() call: CallContext) {
    return this.rpc.call(listRoles, raised(input, atLeast), call);
  }

  @Exposes(getRole, 'Show a role', { fills: ['atLeast'] })
  @TakesAtLeast()
  @Get(':roleId')
  get(@Input() input: RoleQuery, @AtLeast() atLeast: number | undefined, @Call() call: CallContext) {
    return this.rpc.call(getRole, raised(input, atLeast), call);
  }
}
