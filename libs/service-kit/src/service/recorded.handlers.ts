import { Controller, type Type } from '@nestjs/common';
import { listRecorded, type Context, type RecordedPage, type RecordedQuery, type RpcContract } from '@roster/contracts';
import { RecordedEvents } from '../events/recorded-events.js';
import { Handle, Input } from '../rpc/handler/handle.js';

/** The handler by which followers learn which events they must have handled; none where nobody follows. */
export function recordedHandlers(context: Context): Type<unknown>[] {
  const contract = listRecorded[context];
  return contract ? [handlersOf(contract)] : [];
}

function handlersOf(contract: RpcContract<RecordedQuery, RecordedPage>): Type<unknown> {
  @Controller()
  class RecordedHandlers {
    constructor(private readonly events: RecordedEvents) {}

    @Handle(contract)
    list(@Input() query: RecordedQuery): Promise<RecordedPage> {
      return this.events.list(query);
    }
  }
  return RecordedHandlers;
}
