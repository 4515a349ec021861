import { Controller } from '@nestjs/common';
import {
  AcceptInvitation,
  acceptInvitation,
  InvitationId,
  InvitationKeys,
  InvitationQuery,
  invitationsExist,
  InviteMembers,
  inviteMembers,
  listInvitations,
  lookupInvitation,
  PastedText,
  readInvitees,
  resendInvitation,
  TokenInput,
  withdrawInvitation,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { AcceptancesService } from '../acceptances/acceptances.service.js';
import { InvitationList } from './invitation-list.js';
import { InvitationsService } from './invitations.service.js';
import { InvitesService } from './invites.service.js';

@Controller()
export class InvitationsHandlers {
  constructor(
    private readonly invites: InvitesService,
    private readonly invitations: InvitationsService,
    private readonly invitationList: InvitationList,
    private readonly acceptances: AcceptancesService,
  ) {}

  @Handle(inviteMembers)
  invite(@Input() input: InviteMembers, @Call() call: CallContext) {
    return this.invites.invite(input, call);
  }

  @Handle(readInvitees)
  read(@Input() input: PastedText, @Call() call: CallContext) {
    return this.invites.read(input, call);
  }

  @Handle(listInvitations)
  list(@Input() input: InvitationQuery, @Call() call: CallContext) {
    return this.invitationList.list(input, call);
  }

  @Handle(resendInvitation)
  resend(@Input() input: InvitationId, @Call() call: CallContext) {
    return this.invitations.resend(input, call);
  }

  @Handle(withdrawInvitation)
  withdraw(@Input() input: InvitationId, @Call() call: CallContext) {
    return this.invitations.withdraw(input, call);
  }

  @Handle(lookupInvitation)
  lookup(@Input() input: TokenInput, @Call() call: CallContext) {
    return this.acceptances.lookup(input, call);
  }

  @Handle(acceptInvitation)
  accept(@Input() input: AcceptInvitation, @Call() call: CallContext) {
    return this.acceptances.accept(input, call);
  }

  @Handle(invitationsExist)
  exist(@Input() input: InvitationKeys) {
    return this.invitations.exists(input);
  }
}
