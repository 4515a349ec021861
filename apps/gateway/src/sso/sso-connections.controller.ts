import { Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  changeSsoConnection,
  createSsoConnection,
  deleteSsoConnection,
  getSsoConnection,
  listSsoConnections,
  type CallContext,
  type ChangeSsoConnection,
  type CreateSsoConnection,
  type PageQuery,
  type SsoConnectionId,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';

@ApiTags('Single sign-on')
@Controller('v1/sso-connections')
export class SsoConnectionsController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(listSsoConnections, 'List the ways in through identity providers')
  @Get()
  list(@Input() input: PageQuery, @Call() call: CallContext) {
    return this.rpc.call(listSsoConnections, input, call);
  }

  @Exposes(createSsoConnection, 'Set up an identity provider', { status: 201 })
  @Post()
  create(@Input() input: CreateSsoConnection, @Call() call: CallContext) {
    return this.rpc.call(createSsoConnection, input, call);
  }

  @Exposes(getSsoConnection, 'Show the way in through an identity provider')
  @Get(':connectionId')
  get(@Input() input: SsoConnectionId, @Call() call: CallContext) {
    return this.rpc.call(getSsoConnection, input, call);
  }

  @Exposes(changeSsoConnection, 'Change how people come in through an identity provider')
  @Patch(':connectionId')
  change(@Input() input: ChangeSsoConnection, @Call() call: CallContext) {
    return this.rpc.call(changeSsoConnection, input, call);
  }

  @Exposes(deleteSsoConnection, 'Remove an identity provider')
  @Delete(':connectionId')
  delete(@Input() input: SsoConnectionId, @Call() call: CallContext) {
    return this.rpc.call(deleteSsoConnection, input, call);
  }
}
