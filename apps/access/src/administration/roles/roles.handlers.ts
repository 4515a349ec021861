import { Controller } from '@nestjs/common';
import {
  checkAssignable,
  CheckPromises,
  checkPromises,
  CheckAssignable,
  CreateRole,
  createRole,
  DeleteRole,
  deleteRole,
  EditRole,
  editRole,
  Freshness,
  FreshPageQuery,
  getRole,
  getRoleTree,
  listRoles,
  OrderRoles,
  orderRoles,
  PromiseId,
  recheckRoles,
  RecheckRoles,
  RoleQuery,
  settlePromise,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { CustomRolesService } from './custom-roles.service.js';
import { PromisesService } from './promises.service.js';
import { RolesService } from './roles.service.js';

@Controller()
export class RolesHandlers {
  constructor(
    private readonly roles: RolesService,
    private readonly customRoles: CustomRolesService,
    private readonly promises: PromisesService,
  ) {}

  @Handle(createRole)
  create(@Input() input: CreateRole, @Call() call: CallContext) {
    return this.customRoles.create(input, call);
  }

  @Handle(editRole)
  edit(@Input() input: EditRole, @Call() call: CallContext) {
    return this.customRoles.edit(input, call);
  }

  @Handle(deleteRole)
  delete(@Input() input: DeleteRole, @Call() call: CallContext) {
    return this.customRoles.delete(input, call);
  }

  @Handle(orderRoles)
  order(@Input() input: OrderRoles, @Call() call: CallContext) {
    return this.customRoles.order(input, call);
  }

  @Handle(getRoleTree)
  tree(@Input() input: Freshness, @Call() call: CallContext) {
    return this.roles.tree(input, call);
  }

  @Handle(listRoles)
  list(@Input() input: FreshPageQuery, @Call() call: CallContext) {
    return this.roles.list(input, call);
  }

  @Handle(getRole)
  get(@Input() input: RoleQuery, @Call() call: CallContext) {
    return this.roles.get(input, call);
  }

  @Handle(checkAssignable)
  checkAssignable(@Input() input: CheckAssignable, @Call() call: CallContext) {
    return this.roles.checkAssignable(input, call);
  }

  @Handle(settlePromise)
  settlePromise(@Input() input: PromiseId, @Call() call: CallContext) {
    return this.roles.settlePromise(input, call);
  }

  @Handle(recheckRoles)
  recheck(@Input() input: RecheckRoles) {
    return this.roles.recheck(input);
  }

  @Handle(checkPromises)
  checkPromises(@Input() input: CheckPromises) {
    return this.promises.check(input);
  }
}
