import { Controller } from '@nestjs/common';
import { editMember, EditMember, getMember, MemberId, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { MemberProfilesService } from './member-profiles.service.js';

@Controller()
export class MemberProfilesHandlers {
  constructor(private readonly profiles: MemberProfilesService) {}

  @Handle(getMember)
  get(@Input() input: MemberId, @Call() call: CallContext) {
    return this.profiles.get(input, call);
  }

  @Handle(editMember)
  edit(@Input() input: EditMember, @Call() call: CallContext) {
    return this.profiles.edit(input, call);
  }
}
