import { Controller } from '@nestjs/common';
import {
  confirmIpAuthorization,
  listIpAddresses,
  listMemberIpAddresses,
  MemberId,
  RequestIpAuthorization,
  requestIpAuthorization,
  RevokeIpAddresses,
  revokeIpAddresses,
  RevokeMemberIpAddresses,
  revokeMemberIpAddresses,
  TokenInput,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { IpAuthorizationsService } from '../ip-authorizations/ip-authorizations.service.js';
import { IpAddressesService } from './ip-addresses.service.js';

@Controller()
export class IpAddressesHandlers {
  constructor(
    private readonly addresses: IpAddressesService,
    private readonly authorizations: IpAuthorizationsService,
  ) {}

  @Handle(listIpAddresses)
  listMine(@Call() call: CallContext) {
    return this.addresses.listMine(call);
  }

  @Handle(revokeIpAddresses)
  revokeMine(@Input() input: RevokeIpAddresses, @Call() call: CallContext) {
    return this.addresses.revokeMine(input, call);
  }

  @Handle(listMemberIpAddresses)
  listOf(@Input() input: MemberId, @Call() call: CallContext) {
    return this.addresses.listOf(input, call);
  }

  @Handle(revokeMemberIpAddresses)
  revokeOf(@Input() input: RevokeMemberIpAddresses, @Call() call: CallContext) {
    return this.addresses.revokeOf(input, call);
  }

  @Handle(requestIpAuthorization)
  request(@Input() input: RequestIpAuthorization, @Call() call: CallContext) {
    return this.authorizations.request(input, call);
  }

  @Handle(confirmIpAuthorization)
  confirm(@Input() input: TokenInput, @Call() call: CallContext) {
    return this.authorizations.confirm(input, call);
  }
}
