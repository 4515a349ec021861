import { Controller } from '@nestjs/common';
import {
  confirmDeletion,
  ConfirmDeletion,
  getDeletion,
  KeeperQuery,
  listDeletions,
  MemberId,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { DeletionsService } from './deletions.service.js';

@Controller()
export class DeletionsHandlers {
  constructor(private readonly deletions: DeletionsService) {}

  @Handle(getDeletion)
  get(@Input() input: MemberId, @Call() call: CallContext) {
    return this.deletions.get(input, call);
  }

  @Handle(listDeletions)
  list(@Input() input: KeeperQuery) {
    return this.deletions.list(input);
  }

  @Handle(confirmDeletion)
  confirm(@Input() input: ConfirmDeletion) {
    return this.deletions.confirm(input);
  }
}
