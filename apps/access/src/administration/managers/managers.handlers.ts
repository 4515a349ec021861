import { Controller } from '@nestjs/common';
import {
  getMemberManager,
  memberNotFound,
  MemberManagerQuery,
  RosterError,
  setMemberManager,
  SetMemberManager,
  type CallContext,
  type MemberManager,
} from '@roster/contracts';
import { Call, Handle, Input, signedIn } from '@roster/service-kit';
import { memberOf } from '../../account/members/member-of.js';
import { Snapshots } from '../../account/snapshots/snapshots.js';
import { ChangesService } from '../changes/changes.service.js';

@Controller()
export class ManagersHandlers {
  constructor(
    private readonly changes: ChangesService,
    private readonly snapshots: Snapshots,
  ) {}

  @Handle(getMemberManager)
  async manager(@Input() input: MemberManagerQuery, @Call() call: CallContext): Promise<MemberManager> {
    const { accountId, deadline } = signedIn(call);
    const account = await this.snapshots.atLeast(accountId, input.atLeast, deadline);
    if (!account) throw new RosterError(memberNotFound);
    const { id, managerId } = memberOf(account, input.reportId);
    return { memberId: id, managerId, version: account.version };
  }

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
