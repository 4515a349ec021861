import { Controller } from '@nestjs/common';
import {
  ApiKeyId,
  deactivateMember,
  deleteMember,
  DeleteMember,
  MemberId,
  revokeApiKey,
  revokeMember,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { KeyRevocationsService } from './key-revocations.service.js';
import { RevocationsService } from './revocations.service.js';

@Controller()
export class RevocationsHandlers {
  constructor(
    private readonly keyRevocations: KeyRevocationsService,
    private readonly revocations: RevocationsService,
  ) {}

  @Handle(deactivateMember)
  deactivate(@Input() input: MemberId, @Call() call: CallContext) {
    return this.revocations.deactivate(input, call);
  }

  @Handle(revokeMember)
  revoke(@Input() input: MemberId, @Call() call: CallContext) {
    return this.revocations.revoke(input, call);
  }

  @Handle(deleteMember)
  delete(@Input() input: DeleteMember, @Call() call: CallContext) {
    return this.revocations.delete(input, call);
  }

  @Handle(revokeApiKey)
  revokeKey(@Input() input: ApiKeyId, @Call() call: CallContext) {
    return this.keyRevocations.revoke(input, call);
  }
}
