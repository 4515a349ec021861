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
import { DeparturesService } from './departures.service.js';

@Controller()
export class RevocationsHandlers {
  constructor(private readonly departures: DeparturesService) {}

  @Handle(deactivateMember)
  deactivate(@Input() input: MemberId, @Call() call: CallContext) {
    return this.departures.deactivate(input, call);
  }

  @Handle(revokeMember)
  revoke(@Input() input: MemberId, @Call() call: CallContext) {
    return this.departures.revoke(input, call);
  }

  @Handle(deleteMember)
  delete(@Input() input: DeleteMember, @Call() call: CallContext) {
    return this.departures.delete(input, call);
  }

  @Handle(revokeApiKey)
  revokeKey(@Input() input: ApiKeyId, @Call() call: CallContext) {
    return this.departures.revokeKey(input, call);
  }
}
