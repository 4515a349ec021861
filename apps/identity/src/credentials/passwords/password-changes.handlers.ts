import { Controller } from '@nestjs/common';
import { ChangePassword, changePassword, type CallContext } from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { PasswordChangesService } from './password-changes.service.js';

@Controller()
export class PasswordChangesHandlers {
  constructor(private readonly changes: PasswordChangesService) {}

  @Handle(changePassword)
  change(@Input() input: ChangePassword, @Call() call: CallContext) {
    return this.changes.change(input, call);
  }
}
