import { Controller } from '@nestjs/common';
import {
  countMemberRecords,
  deleteRecord,
  getRecord,
  HandOverRecords,
  handOverRecords,
  MemberId,
  putRecord,
  RecordId,
  RecordInput,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { Handovers } from '../../administration/records/handovers.js';
import { RecordsService } from './records.service.js';

@Controller()
export class RecordsHandlers {
  constructor(
    private readonly records: RecordsService,
    private readonly handovers: Handovers,
  ) {}

  @Handle(putRecord)
  put(@Input() input: RecordInput, @Call() call: CallContext) {
    return this.records.put(input, call);
  }

  @Handle(getRecord)
  get(@Input() input: RecordId, @Call() call: CallContext) {
    return this.records.get(input, call);
  }

  @Handle(deleteRecord)
  delete(@Input() input: RecordId, @Call() call: CallContext) {
    return this.records.delete(input, call);
  }

  @Handle(countMemberRecords)
  count(@Input() input: MemberId, @Call() call: CallContext) {
    return this.handovers.count(input, call);
  }

  @Handle(handOverRecords)
  handOver(@Input() input: HandOverRecords) {
    return this.handovers.handOver(input);
  }
}
