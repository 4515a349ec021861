import { Controller } from '@nestjs/common';
import { setMemberRoles, SetMemberRoles, type CallContext, type MemberRoles } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { ChangesService } from '../changes/changes.service.js';
import { reference } from '../../account/assignments/assignments.js';

@Controller()
export class AssignmentsHandlers {
  constructor(private readonly changes: ChangesService) {}

  @Handle(setMemberRoles)
  setRoles(@Input() input: SetMemberRoles, @Call() call: CallContext): Promise<MemberRoles> {
    const memberId = input.memberId.toLowerCase();
    const change = { ...input, kind: 'member.set-roles' } as const;
    return this.changes.apply({ contract: setMemberRoles, input, call }, change, ({ after }) => ({
      memberId,
      roles: after.rolesOf(memberId).map(reference),
      version: after.version,
    }));
  }
}
