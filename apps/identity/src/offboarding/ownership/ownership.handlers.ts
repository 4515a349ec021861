import { Controller } from '@nestjs/common';
import {
  checkOwnershipCandidate,
  OwnershipCandidate,
  transferOwnership,
  TransferOwnership,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { OwnershipService } from './ownership.service.js';

@Controller()
export class OwnershipHandlers {
  constructor(private readonly ownership: OwnershipService) {}

  @Handle(transferOwnership)
  transfer(@Input() input: TransferOwnership, @Call() call: CallContext) {
    return this.ownership.transfer(input, call);
  }

  @Handle(checkOwnershipCandidate)
  checkCandidate(@Input() input: OwnershipCandidate) {
    return this.ownership.checkCandidate(input);
  }
}
