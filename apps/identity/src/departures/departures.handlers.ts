import { Controller } from '@nestjs/common';
import {
  deactivateMember,
  deleteMember,
  DeleteMember,
  MemberId,
  revokeMember,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { DeparturesService } from './departures.service.js';

@Controller()
export class DeparturesHandlers {
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
}
