import { Controller, Delete, Get, Patch, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  createRole,
  deleteRole,
  editRole,
  getRole,
  getRoleTree,
  listRoles,
  orderRoles,
  type CallContext,
  type CreateRole,
  type DeleteRole,
  type EditRole,
  type Freshness,
  type OrderRoles,
  type RoleQuery,
} from '@roster/contracts';
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

  @Exposes(createRole, 'Make a role', { status: 201, omits: ['version'] })
  @Post()
  create(@Input() input: CreateRole, @Call() call: CallContext) {
    return this.rpc.call(createRole, input, call);
  }

  @Exposes(orderRoles, 'Put the account’s own roles into an order', { omits: ['version'] })
  @Put('order')
  order(@Input() input: OrderRoles, @Call() call: CallContext) {
    return this.rpc.call(orderRoles, input, call);
  }

  @Exposes(getRoleTree, 'Show the tree of roles', { fills: ['atLeast'] })
  @TakesAtLeast()
  @Get('tree')
  tree(@Input() input: Freshness, @AtLeast() atLeast: number | undefined, @Call() call: CallContext) {
    return this.rpc.call(getRoleTree, raised(input, atLeast), call);
  }

  @Exposes(getRole, 'Show a role', { fills: ['atLeast'] })
  @TakesAtLeast()
  @Get(':roleId')
  get(@Input() input: RoleQuery, @AtLeast() atLeast: number | undefined, @Call() call: CallContext) {
    return this.rpc.call(getRole, raised(input, atLeast), call);
  }

  @Exposes(editRole, 'Change a role', { omits: ['version'] })
  @Patch(':roleId')
  edit(@Input() input: EditRole, @Call() call: CallContext) {
    return this.rpc.call(editRole, input, call);
  }

  @Exposes(deleteRole, 'Delete a role, and give those who have it another', { status: 204 })
  @Delete(':roleId')
  delete(@Input() input: DeleteRole, @Call() call: CallContext) {
    return this.rpc.call(deleteRole, input, call);
  }
}
