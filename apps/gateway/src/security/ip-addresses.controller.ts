import { Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  confirmIpAuthorization,
  listIpAddresses,
  listMemberIpAddresses,
  requestIpAuthorization,
  revokeIpAddresses,
  revokeMemberIpAddresses,
  type CallContext,
  type MemberId,
  type Nothing,
  type RequestIpAuthorization,
  type RevokeIpAddresses,
  type RevokeMemberIpAddresses,
  type TokenInput,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('IP addresses')
@Controller('v1')
export class IpAddressesController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(listIpAddresses, 'List the network addresses from which I may sign in')
  @Get('me/ip-addresses')
  listMine(@Input() input: Nothing, @Call() call: CallContext) {
    return this.rpc.call(listIpAddresses, input, call);
  }

  @Exposes(revokeIpAddresses, 'Revoke some of my authorized addresses', { endsSessions: true })
  @Delete('me/ip-addresses')
  revokeMine(@Input() input: RevokeIpAddresses, @Call() call: CallContext) {
    return this.rpc.call(revokeIpAddresses, input, call);
  }

  @Exposes(listMemberIpAddresses, 'List the network addresses from which a member may sign in')
  @Get('members/:memberId/ip-addresses')
  listOf(@Input() input: MemberId, @Call() call: CallContext) {
    return this.rpc.call(listMemberIpAddresses, input, call);
  }

  @Exposes(revokeMemberIpAddresses, 'Revoke some of a member’s authorized addresses', { endsSessions: true })
  @Delete('members/:memberId/ip-addresses')
  revokeOf(@Input() input: RevokeMemberIpAddresses, @Call() call: CallContext) {
    return this.rpc.call(revokeMemberIpAddresses, input, call);
  }

  @Exposes(requestIpAuthorization, 'Ask to be authorized at this network address', { idempotencyKey: 'ignored' })
  @Post('ip-authorizations')
  request(@Input() input: RequestIpAuthorization, @Call() call: CallContext) {
    return this.rpc.call(requestIpAuthorization, input, call);
  }

  @Exposes(confirmIpAuthorization, 'Authorize the address by the mailed link', { idempotencyKey: 'ignored' })
  @Post('ip-authorizations/confirm')
  confirm(@Input() input: TokenInput, @Call() call: CallContext) {
    return this.rpc.call(confirmIpAuthorization, input, call);
  }
}
