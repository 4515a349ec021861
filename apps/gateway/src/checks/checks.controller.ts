import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { askChecks, askFilter, type CallContext, type CheckBatch, type FilterQuery } from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { AtLeast, Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';
import { raised, TakesAtLeast } from './at-least.js';

@ApiTags('Checks')
@Controller('v1/checks')
export class ChecksController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(askChecks, 'May they do that?', { idempotencyKey: 'ignored' })
  @TakesAtLeast()
  @Post()
  ask(@Input() input: CheckBatch, @AtLeast() atLeast: number | undefined, @Call() call: CallContext) {
    return this.rpc.call(askChecks, raised(input, atLeast), call);
  }

  @Exposes(askFilter, 'Which records may they do that to?', { idempotencyKey: 'ignored' })
  @TakesAtLeast()
  @Post('filter')
  filter(@Input() input: FilterQuery, @AtLeast() atLeast: number | undefined, @Call() call: CallContext) {
    return this.rpc.call(askFilter, raised(input, atLeast), call);
  }
}
