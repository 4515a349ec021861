import { Controller } from '@nestjs/common';
import {
  AddException,
  addException,
  copyPermissions,
  CopyPermissionsRequest,
  ExceptionQuery,
  listExceptions,
  RemoveException,
  removeException,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { ExceptionsService } from './exceptions.service.js';

@Controller()
export class ExceptionsHandlers {
  constructor(private readonly exceptions: ExceptionsService) {}

  @Handle(listExceptions)
  list(@Input() input: ExceptionQuery, @Call() call: CallContext) {
    return this.exceptions.list(input, call);
  }

  @Handle(addException)
  add(@Input() input: AddException, @Call() call: CallContext) {
    return this.exceptions.add(input, call);
  }

  @Handle(removeException)
  remove(@Input() input: RemoveException, @Call() call: CallContext) {
    return this.exceptions.remove(input, call);
  }

  @Handle(copyPermissions)
  copy(@Input() input: CopyPermissionsRequest, @Call() call: CallContext) {
    return this.exceptions.copy(input, call);
  }
}
