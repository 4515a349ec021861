import { Controller } from '@nestjs/common';
import { createMember, CreateMember, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { MemberCreationService } from './member-creation.service.js';

@Controller()
export class MemberCreationHandlers {
  constructor(private readonly creation: MemberCreationService) {}

  @Handle(createMember)
  create(@Input() input: CreateMember, @Call() call: CallContext) {
    return this.creation.create(input, call);
  }
}
