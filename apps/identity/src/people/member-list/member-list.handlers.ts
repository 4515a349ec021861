import { Controller } from '@nestjs/common';
import { exportMembers, listMembers, MemberQuery, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { MemberListService } from './member-list.service.js';

@Controller()
export class MemberListHandlers {
  constructor(private readonly members: MemberListService) {}

  @Handle(listMembers)
  list(@Input() input: MemberQuery, @Call() call: CallContext) {
    return this.members.list(input, call);
  }

  @Handle(exportMembers)
  export(@Input() input: MemberQuery, @Call() call: CallContext) {
    return this.members.list(input, call);
  }
}
