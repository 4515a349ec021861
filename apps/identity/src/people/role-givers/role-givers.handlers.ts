import { Controller } from '@nestjs/common';
import { findRoleGivers, RoleGiversQuery } from '@roster/contracts';
import { Handle, Input } from '@roster/service-kit';
import { RoleGiversService } from './role-givers.service.js';

@Controller()
export class RoleGiversHandlers {
  constructor(private readonly givers: RoleGiversService) {}

  @Handle(findRoleGivers)
  find(@Input() input: RoleGiversQuery) {
    return this.givers.find(input);
  }
}
