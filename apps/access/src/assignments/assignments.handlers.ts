import { Controller } from '@nestjs/common';
import { setMemberRoles, SetMemberRoles, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { AssignmentsService } from './assignments.service.js';

@Controller()
export class AssignmentsHandlers {
  constructor(private readonly assignments: AssignmentsService) {}

  @Handle(setMemberRoles)
  setRoles(@Input() input: SetMemberRoles, @Call() call: CallContext) {
    return this.assignments.setRoles(input, call);
  }
}
