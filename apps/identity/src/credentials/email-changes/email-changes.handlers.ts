import { Controller } from '@nestjs/common';
import {
  ChangeEmail,
  confirmEmailChange,
  requestEmailChange,
  TokenInput,
  undoEmailChange,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { EmailChangesService } from './email-changes.service.js';

@Controller()
export class EmailChangesHandlers {
  constructor(private readonly changes: EmailChangesService) {}

  @Handle(requestEmailChange)
  request(@Input() input: ChangeEmail, @Call() call: CallContext) {
    return this.changes.request(input, call);
  }

  @Handle(confirmEmailChange)
  confirm(@Input() input: TokenInput, @Call() call: CallContext) {
    return this.changes.confirm(input, call);
  }

  @Handle(undoEmailChange)
  undo(@Input() input: TokenInput, @Call() call: CallContext) {
    return this.changes.undo(input, call);
  }
}
