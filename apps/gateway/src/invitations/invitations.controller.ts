import { Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  acceptInvitation,
  inviteMembers,
  listInvitations,
  lookupInvitation,
  resendInvitation,
  withdrawInvitation,
  type AcceptInvitation,
  type CallContext,
  type InvitationId,
  type InviteMembers,
  type PageQuery,
  type TokenInput,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';
import { SIGNS_IN, StartsSession } from '../sessions/tokens/session-cookie.js';

@ApiTags('Invitations')
@Controller('v1/invitations')
export class InvitationsController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(inviteMembers, 'Invite colleagues: all or none', { status: 201 })
  @Post()
  invite(@Input() input: InviteMembers, @Call() call: CallContext) {
    return this.rpc.call(inviteMembers, input, call);
  }

  @Exposes(listInvitations, 'List the invitations')
  @Get()
  list(@Input() query: PageQuery, @Call() call: CallContext) {
    return this.rpc.call(listInvitations, query, call);
  }

  @Exposes(lookupInvitation, 'Read an invitation by its link', { idempotencyKey: 'ignored' })
  @Post('lookup')
  lookup(@Input() input: TokenInput, @Call() call: CallContext) {
    return this.rpc.call(lookupInvitation, input, call);
  }

  @Exposes(acceptInvitation, 'Accept an invitation', {
    ...SIGNS_IN,
    session: 'optional',
  })
  @StartsSession()
  @Post('accept')
  accept(@Input() input: AcceptInvitation, @Call() call: CallContext) {
    return this.rpc.call(acceptInvitation, input, call);
  }

  @Exposes(resendInvitation, 'Send an invitation again')
  @Post(':invitationId/resend')
  resend(@Input() input: InvitationId, @Call() call: CallContext) {
    return this.rpc.call(resendInvitation, input, call);
  }

  @Exposes(withdrawInvitation, 'Withdraw an invitation')
  @Delete(':invitationId')
  withdraw(@Input() input: InvitationId, @Call() call: CallContext) {
    return this.rpc.call(withdrawInvitation, input, call);
  }
}
