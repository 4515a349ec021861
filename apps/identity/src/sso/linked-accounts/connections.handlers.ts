import { Controller } from '@nestjs/common';
import {
  ConnectionProvider,
  deleteConnection,
  FinishConnection,
  finishConnection,
  listConnections,
  StartConnection,
  startConnection,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { ConnectionsService } from './connections.service.js';

@Controller()
export class ConnectionsHandlers {
  constructor(private readonly connections: ConnectionsService) {}

  @Handle(listConnections)
  list(@Call() call: CallContext) {
    return this.connections.list(call);
  }

  @Handle(startConnection)
  start(@Input() input: StartConnection, @Call() call: CallContext) {
    return this.connections.start(input, call);
  }

  @Handle(finishConnection)
  finish(@Input() input: FinishConnection, @Call() call: CallContext) {
    return this.connections.finish(input, call);
  }

  @Handle(deleteConnection)
  delete(@Input() input: ConnectionProvider, @Call() call: CallContext) {
    return this.connections.delete(input, call);
  }
}
