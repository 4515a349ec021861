import { Controller } from '@nestjs/common';
import { editMe, EditProfile, getMe, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { MeService } from './me.service.js';

@Controller()
export class MeHandlers {
  constructor(private readonly me: MeService) {}

  @Handle(getMe)
  get(@Call() call: CallContext) {
    return this.me.get(call);
  }

  @Handle(editMe)
  edit(@Input() input: EditProfile, @Call() call: CallContext) {
    return this.me.edit(input, call);
  }
}
