import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { acceptInvitation, type AcceptInvitation, type CallContext } from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { SIGNS_IN, StartsSession } from '../../auth/tokens/session-cookie.js';
import { Call } from '../../http/exposure/call.js';
import { Exposes } from '../../http/exposure/exposure.js';
import { Input } from '../../http/exposure/input.js';

@ApiTags('Invitations')
@Controller('v1/invitations')
export class InvitationsController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(acceptInvitation, 'Accept an invitation', {
    ...SIGNS_IN,
    session: 'optional',
  })
  @StartsSession()
  @Post('accept')
  accept(@Input() input: AcceptInvitation, @Call() call: CallContext) {
    return this.rpc.call(acceptInvitation, input, call);
  }
}
