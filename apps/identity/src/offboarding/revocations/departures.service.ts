import { Injectable } from '@nestjs/common';
import type {
  ApiKeyId,
  CallContext,
  DeletedMember,
  DeleteMember,
  LeftInvitations,
  MemberId,
  MemberTaken,
} from '@roster/contracts';
import { ApiKeysService } from '../../sessions/api-keys/api-keys.service.js';
import { LeftInvitationsService } from './left-invitations.service.js';
import { RevocationsService } from './revocations.service.js';

/** Takes access away from people and keys, and says which open invitations they leave. */
@Injectable()
export class DeparturesService {
  constructor(
    private readonly apiKeys: ApiKeysService,
    private readonly left: LeftInvitationsService,
    private readonly revocations: RevocationsService,
  ) {}

  async deactivate(input: MemberId, call: CallContext): Promise<MemberTaken> {
    const answer = await this.revocations.deactivate(input, call);
    return { ...answer, ...(await this.left.of(input.memberId, call)) };
  }

  async revoke(input: MemberId, call: CallContext): Promise<MemberTaken> {
    const answer = await this.revocations.revoke(input, call);
    return { ...answer, ...(await this.left.of(input.memberId, call)) };
  }

  async delete(input: DeleteMember, call: CallContext): Promise<DeletedMember> {
    const answer = await this.revocations.delete(input, call);
    return { ...answer, ...(await this.left.of(input.memberId, call)) };
  }

  async revokeKey(input: ApiKeyId, call: CallContext): Promise<LeftInvitations> {
    const { memberId } = await this.apiKeys.revoke(input, call);
    return this.left.of(memberId, call);
  }
}
