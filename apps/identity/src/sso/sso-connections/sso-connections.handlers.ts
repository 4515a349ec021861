import { Controller } from '@nestjs/common';
import {
  ChangeSsoConnection,
  changeSsoConnection,
  CreateSsoConnection,
  createSsoConnection,
  deleteSsoConnection,
  getSsoConnection,
  listSsoConnections,
  PageQuery,
  SsoConnectionId,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { SsoConnectionsService } from './sso-connections.service.js';

@Controller()
export class SsoConnectionsHandlers {
  constructor(private readonly connections: SsoConnectionsService) {}

  @Handle(listSsoConnections)
  list(@Input() input: PageQuery, @Call() call: CallContext) {
    return this.connections.list(input, call);
  }

  @Handle(getSsoConnection)
  get(@Input() input: SsoConnectionId, @Call() call: CallContext) {
    return this.connections.get(input, call);
  }

  @Handle(createSsoConnection)
  create(@Input() input: CreateSsoConnection, @Call() call: CallContext) {
    return this.connections.create(input, call);
  }

  @Handle(changeSsoConnection)
  change(@Input() input: ChangeSsoConnection, @Call() call: CallContext) {
    return this.connections.change(input, call);
  }

  @Handle(deleteSsoConnection)
  delete(@Input() input: SsoConnectionId, @Call() call: CallContext) {
    return this.connections.delete(input, call);
  }
}
