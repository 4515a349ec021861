import { jetstream } from '@nats-io/jetstream';
import { headers, type Msg } from '@nats-io/transport-node';
import {
  HEADERS,
  RosterError,
  type CallContext,
  type Envelope,
  type EventContract,
  type RpcCaller,
  type RpcContract,
} from '@roster/contracts';
import type { Bus } from '@roster/service-kit';
import { v7 as uuidv7 } from 'uuid';

import { patientCaller } from './patience.js';

/** Another service as the tested one meets it on a real bus: it asks, answers and publishes. */
export class Peer {
  private readonly rpc: RpcCaller;

  constructor(private readonly bus: Bus) {
    this.rpc = patientCaller(bus);
  }

  call<I extends object, O extends object>(
    contract: RpcContract<I, O>,
    input: I,
    call?: Partial<CallContext>,
  ): Promise<O> {
    return this.rpc.call(contract, input, call);
  }

  /** Answers a contract; a thrown `RosterError` is an error reply, `undefined` is silence. Returns how to stop it. */
  answer<I extends object, O extends object>(
    contract: RpcContract<I, O>,
    answer: (input: I) => O | undefined | Promise<O | undefined>,
  ): () => void {
    const subscription = this.bus.connection.subscribe(contract.subject, {
      callback: (_, message) => void reply(message, answer),
    });
    return () => subscription.unsubscribe();
  }

  /** Publishes an event as its service's relay would. The same envelope may be published again. */
  async publish<T extends object>(event: EventContract<T>, envelope: Envelope<T>): Promise<void> {
    await jetstream(this.bus.connection).publish(event.subject, JSON.stringify(envelope));
  }
}

async function reply<I, O>(message: Msg, answer: (input: I) => O | undefined | Promise<O | undefined>): Promise<void> {
  try {
    const output = await answer(message.json<I>());
    if (output !== undefined) message.respond(JSON.stringify(output));
  } catch (error) {
    if (!(error instanceof RosterError)) throw error;
    const reason = headers();
    reason.set(HEADERS.error, error.code);
    message.respond(JSON.stringify({ code: error.code, message: error.message, details: error.details }), {
      headers: reason,
    });
  }
}

export const envelopeOf = <T extends object>(
  event: EventContract<T>,
  accountId: string,
  subject: string,
  data: T,
): Envelope<T> => ({
  specversion: '1.0',
  id: uuidv7(),
  source: `roster/${event.context}`,
  type: event.subject,
  subject,
  time: new Date().toISOString(),
  datacontenttype: 'application/json',
  accountid: accountId,
  data,
});
