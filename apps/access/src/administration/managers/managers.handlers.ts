import { Controller } from '@nestjs/common';
import { setMemberManager, SetMemberManager, type CallContext, type MemberManager } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { ChangesService } from '../changes/changes.service.js';

@Controller()
export class ManagersHandlers {
  constructor(private readonly changes: ChangesService) {}

  @Handle(setMemberManager)
  setManager(@Input() input: SetMemberManager, @Call() call: CallContext): Promise<MemberManager> {
    const { reportId, memberId: managerId, ifVersion } = input;
    const memberId = reportId.toLowerCase();
    const change = {
      kind: 'member.set-manager',
      memberId,
      managerId,
      ...(ifVersion !== undefined && { ifVersion }),
    } as const;
    return this.changes.apply({ contract: setMemberManager, input, call }, change, ({ after }) => ({
      memberId,
      managerId: managerId?.toLowerCase() ?? null,
      version: after.version,
    }));
  }
}
