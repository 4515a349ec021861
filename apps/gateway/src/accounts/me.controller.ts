import { Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  editMe,
  getMe,
  getMyPermissions,
  listMyAccounts,
  type CallContext,
  type EditProfile,
  type Freshness,
  type Nothing,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { raised, TakesAtLeast } from '../checks/at-least.js';
import { AtLeast, Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('Me')
@Controller('v1/me')
export class MeController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(getMe, 'Show who I am')
  @Get()
  get(@Input() input: Nothing, @Call() call: CallContext) {
    return this.rpc.call(getMe, input, call);
  }

  @Exposes(editMe, 'Edit my profile', { omits: ['version'] })
  @Patch()
  edit(@Input() input: EditProfile, @Call() call: CallContext) {
    return this.rpc.call(editMe, input, call);
  }

  @Exposes(listMyAccounts, 'List my accounts')
  @Get('accounts')
  accounts(@Input() input: Nothing, @Call() call: CallContext) {
    return this.rpc.call(listMyAccounts, input, call);
  }

  @Exposes(getMyPermissions, 'List what I may do', { fills: ['atLeast'] })
  @TakesAtLeast()
  @Get('permissions')
  permissions(@Input() input: Freshness, @AtLeast() atLeast: number | undefined, @Call() call: CallContext) {
    return this.rpc.call(getMyPermissions, raised(input, atLeast), call);
  }
}
