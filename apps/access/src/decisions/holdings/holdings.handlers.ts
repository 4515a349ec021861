import { Controller } from '@nestjs/common';
import { getMemberPermissions, MemberPermissionsQuery, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { HoldingsService } from './holdings.service.js';

@Controller()
export class HoldingsHandlers {
  constructor(private readonly holdings: HoldingsService) {}

  @Handle(getMemberPermissions)
  permissions(@Input() input: MemberPermissionsQuery, @Call() call: CallContext) {
    return this.holdings.permissions(input, call);
  }
}
