import { Controller } from '@nestjs/common';
import {
  checkAssignable,
  Freshness,
  getRole,
  listRoles,
  recheckRoles,
  RecheckRoles,
  RoleIds,
  RoleQuery,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { RolesService } from './roles.service.js';

@Controller()
export class RolesHandlers {
  constructor(private readonly roles: RolesService) {}

  @Handle(listRoles)
  list(@Input() input: Freshness, @Call() call: CallContext) {
    return this.roles.list(input, call);
  }

  @Handle(getRole)
  get(@Input() input: RoleQuery, @Call() call: CallContext) {
    return this.roles.get(input, call);
  }

  @Handle(checkAssignable)
  checkAssignable(@Input() input: RoleIds, @Call() call: CallContext) {
    return this.roles.checkAssignable(input, call);
  }

  @Handle(recheckRoles)
  recheck(@Input() input: RecheckRoles) {
    return this.roles.recheck(input);
  }
}
