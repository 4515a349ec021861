import { Controller } from '@nestjs/common';
import { createMember, CreateMember, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { AdditionsService } from './additions.service.js';

@Controller()
export class AdditionsHandlers {
  constructor(private readonly additions: AdditionsService) {}

  @Handle(createMember)
  create(@Input() input: CreateMember, @Call() call: CallContext) {
    return this.additions.create(input, call);
  }
}
