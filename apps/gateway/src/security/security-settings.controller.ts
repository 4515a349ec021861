import { Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  changeSecuritySettings,
  getSecuritySettings,
  type CallContext,
  type ChangeSecuritySettings,
  type Nothing,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('Security settings')
@Controller('v1/settings/security')
export class SecuritySettingsController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(getSecuritySettings, 'Show what the account asks of who signs in')
  @Get()
  get(@Input() input: Nothing, @Call() call: CallContext) {
    return this.rpc.call(getSecuritySettings, input, call);
  }

  @Exposes(changeSecuritySettings, 'Change what the account asks of who signs in', { endsSessions: true })
  @Patch()
  change(@Input() input: ChangeSecuritySettings, @Call() call: CallContext) {
    return this.rpc.call(changeSecuritySettings, input, call);
  }
}
