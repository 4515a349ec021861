import { Controller, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  finishConnection,
  startConnection,
  type CallContext,
  type FinishConnection,
  type StartConnection,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BrowserBindings } from '../../auth/browser-binding.js';
import { Call } from '../../http/exposure/call.js';
import { Exposes } from '../../http/exposure/exposure.js';
import { Input } from '../../http/exposure/input.js';

const BOUND = { fills: ['bindingHash'], idempotencyKey: 'ignored' } as const;

@ApiTags('Me')
@Controller('v1/me/connections')
export class ConnectionsController {
  constructor(
    private readonly bindings: BrowserBindings,
    private readonly rpc: RpcClient,
  ) {}

  @Exposes(startConnection, 'Begin to connect a third party or to change what it may do', BOUND)
  @Post('authorizations')
  start(
    @Input() input: StartConnection,
    @Call() call: CallContext,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.rpc.call(startConnection, { ...input, ...this.bindings.begin(request, reply) }, call);
  }

  @Exposes(finishConnection, 'Connect a third party with its answer', BOUND)
  @Post()
  finish(@Input() input: FinishConnection, @Call() call: CallContext, @Req() request: FastifyRequest) {
    return this.rpc.call(finishConnection, { ...input, ...this.bindings.of(request) }, call);
  }
}
