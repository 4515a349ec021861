import { Controller } from '@nestjs/common';
import { checkAssignable, getRole, listRoles, Nothing, RoleId, RoleIds, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { RolesService } from './roles.service.js';

@Controller()
export class RolesHandlers {
  constructor(private readonly roles: RolesService) {}

  @Handle(listRoles)
  list(@Input() _: Nothing, @Call() call: CallContext) {
    return this.roles.list(call);
  }

  @Handle(getRole)
  get(@Input() input: RoleId, @Call() call: CallContext) {
    return this.roles.get(input, call);
  }

  @Handle(checkAssignable)
  checkAssignable(@Input() input: RoleIds, @Call() call: CallContext) {
    return this.roles.checkAssignable(input, call);
  }
}
