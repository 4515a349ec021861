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
import { ApiKeysService } from '../../sessions/api-keys/api-keys.service.js';
import { LeftInvitationsService } from './left-invitations.service.js';
import { RevocationsService } from './revocations.service.js';

/** Takes access away from people and keys, and says which open invitations they leave. */
@Controller()
export class RevocationsHandlers {
  constructor(
    private readonly apiKeys: ApiKeysService,
    private readonly left: LeftInvitationsService,
    private readonly revocations: RevocationsService,
  ) {}

  @Handle(deactivateMember)
  deactivate(@Input() input: MemberId, @Call() call: CallContext) {
    return this.left.after(input.memberId, call, this.revocations.deactivate(input, call));
  }

  @Handle(revokeMember)
  revoke(@Input() input: MemberId, @Call() call: CallContext) {
    return this.left.after(input.memberId, call, this.revocations.revoke(input, call));
  }

  @Handle(deleteMember)
  delete(@Input() input: DeleteMember, @Call() call: CallContext) {
    return this.left.after(input.memberId, call, this.revocations.delete(input, call));
  }

  @Handle(revokeApiKey)
  async revokeKey(@Input() input: ApiKeyId, @Call() call: CallContext) {
    const { memberId } = await this.apiKeys.revoke(input, call);
    return this.left.of(memberId, call);
  }
}
