import { Controller } from '@nestjs/common';
import { getMember, listMembers, MemberId, MemberQuery, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { MembersService } from './members.service.js';

@Controller()
export class MembersHandlers {
  constructor(private readonly members: MembersService) {}

  @Handle(listMembers)
  list(@Input() input: MemberQuery, @Call() call: CallContext) {
    return this.members.list(input, call);
  }

  @Handle(getMember)
  get(@Input() input: MemberId, @Call() call: CallContext) {
    return this.members.get(input, call);
  }
}
