import { Controller, Delete, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  deleteRecord,
  getRecord,
  putRecord,
  type CallContext,
  type RecordId,
  type RecordInput,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('Records')
@Controller('v1/records')
export class RecordsController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(putRecord, 'Tell whose a record is', { names: ['type', 'id'] })
  @Put(':type/:id')
  put(@Input() input: RecordInput, @Call() call: CallContext) {
    return this.rpc.call(putRecord, input, call);
  }

  @Exposes(getRecord, 'Show whose a record is', { names: ['type', 'id'] })
  @Get(':type/:id')
  get(@Input() input: RecordId, @Call() call: CallContext) {
    return this.rpc.call(getRecord, input, call);
  }

  @Exposes(deleteRecord, 'Forget a record', { names: ['type', 'id'] })
  @Delete(':type/:id')
  delete(@Input() input: RecordId, @Call() call: CallContext) {
    return this.rpc.call(deleteRecord, input, call);
  }
}
