import { Controller, Delete, Get, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  deleteConnection,
  finishConnection,
  listConnections,
  startConnection,
  type CallContext,
  type ConnectionProvider,
  type FinishConnection,
  type Nothing,
  type StartConnection,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';
import { BrowserBindings } from './browser-binding.js';

const BOUND = { fills: ['bindingHash'], idempotencyKey: 'ignored' } as const;

@ApiTags('Me')
@Controller('v1/me/connections')
export class ConnectionsController {
  constructor(
    private readonly bindings: BrowserBindings,
    private readonly rpc: RpcClient,
  ) {}

  @Exposes(listConnections, 'List the third parties that I can connect, and those I have')
  @Get()
  list(@Input() input: Nothing, @Call() call: CallContext) {
    return this.rpc.call(listConnections, input, call);
  }

  @Exposes(startConnection, 'Begin to connect a third party, or to change what I have granted', BOUND)
  @Post('authorizations')
  start(
    @Input() input: StartConnection,
    @Call() call: CallContext,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.rpc.call(startConnection, { ...input, ...this.bindings.begin(request, reply) }, call);
  }

  @Exposes(finishConnection, 'Connect a third party with what it has answered', BOUND)
  @Post()
  finish(@Input() input: FinishConnection, @Call() call: CallContext, @Req() request: FastifyRequest) {
    return this.rpc.call(finishConnection, { ...input, ...this.bindings.of(request) }, call);
  }

  @Exposes(deleteConnection, 'Disconnect a third party', { names: ['provider'] })
  @Delete(':provider')
  delete(@Input() input: ConnectionProvider, @Call() call: CallContext) {
    return this.rpc.call(deleteConnection, input, call);
  }
}
