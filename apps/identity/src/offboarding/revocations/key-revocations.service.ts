import { Injectable } from '@nestjs/common';
import type { ApiKeyId, CallContext, LeftInvitations } from '@roster/contracts';
import { ApiKeysService } from '../../sessions/api-keys/api-keys.service.js';
import { LeftInvitationsService } from './left-invitations.service.js';

/** Takes keys of the API away, and says what they answered for. */
@Injectable()
export class KeyRevocationsService {
  constructor(
    private readonly apiKeys: ApiKeysService,
    private readonly left: LeftInvitationsService,
  ) {}

  async revoke(input: ApiKeyId, call: CallContext): Promise<LeftInvitations> {
    const { memberId } = await this.apiKeys.revoke(input, call);
    return this.left.of(memberId, call);
  }
}
