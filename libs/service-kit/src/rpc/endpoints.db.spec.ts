import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, type INestMicroservice } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Bus, RpcClient } from '@roster/client';
import { Nothing, rpc } from '@roster/contracts';
import { pino } from 'pino';
import { eventually } from '../../../../test/harness/eventually.js';
import { Handle } from './handler/handle.js';
import { Authorizer } from './handler/permission.guard.js';
import { NatsRpcServer } from './rpc.server.js';

class Wide {
  text!: string;
}

const endpoint = { context: 'identity', noun: 'endpoints', output: Nothing, callers: ['gateway'] } as const;
const knock = rpc({ ...endpoint, verb: 'knock', permission: { open: 'public' }, input: Nothing });
const widen = rpc({ ...endpoint, verb: 'widen', permission: { open: 'public' }, input: Wide });
const logger = pino({ level: 'silent' });

class Nobody extends Authorizer {
  async authorize(): Promise<void> {}
}

let knocks = 0;

@Controller()
class DoorHandlers {
  @Handle(knock)
  knock(): Nothing {
    knocks += 1;
    return {};
  }
}

describe('what a service lets in, and where its answers go', () => {
  let bus: Bus;
  let client: RpcClient;
  let app: INestMicroservice;

  beforeAll(async () => {
    bus = await Bus.connect({ servers: process.env['TEST_NATS_URL'] ?? '', caller: 'gateway', logger });
    client = new RpcClient(bus);
    const module = await Test.createTestingModule({
      controllers: [DoorHandlers],
      providers: [{ provide: Authorizer, useClass: Nobody }],
    }).compile();
    app = module.createNestMicroservice({
      strategy: new NatsRpcServer({ bus, context: 'identity', logger }),
      logger: false,
    });
    await app.listen();
  });

  afterAll(async () => {
    await app.close();
    await bus.drain();
  });

  beforeEach(() => {
    knocks = 0;
  });

  it('answers to the inbox of somebody who may ask, and to no other subject', async () => {
    const heard: string[] = [];
    const listener = bus.connection.subscribe('>', { callback: (_, { subject }) => void heard.push(subject) });
    for (const reply of ['evt.identity.member.invited.v1', '$JS.API.STREAM.PURGE.IDENTITY', '_INBOX_service.x']) {
      bus.connection.publish(knock.subject, '{}', { reply });
    }
    expect(await client.call(knock, {})).toEqual({});
    await eventually(
      'the last answer to be heard',
      async () => heard.some((subject) => subject.startsWith('_INBOX_gateway')) || undefined,
    );
    listener.unsubscribe();
    expect(knocks).toBe(1);
    expect(heard.filter((subject) => /^(evt|\$JS|_INBOX_service)/.test(subject))).toEqual([]);
  });

  it('validates the input of a method that does not ask for it', async () => {
    await expect(client.call(knock, { accountId: 'another’s' } as Nothing)).rejects.toMatchObject({
      code: 'request.invalid',
    });
    expect(knocks).toBe(0);
  });

  it.each(['a b', 'x'.repeat(201), 'é'])('refuses the idempotency key %o', async (idempotencyKey) => {
    await expect(client.call(knock, {}, { idempotencyKey })).rejects.toMatchObject({
      code: 'request.invalid',
      details: { errors: [{ path: 'Idempotency-Key' }] },
    });
    expect(knocks).toBe(0);
  });

  it('tells who asks with more than the bus takes', async () => {
    await expect(client.call(widen, { text: 'x'.repeat(2 ** 20) })).rejects.toMatchObject({ code: 'request.invalid' });
  });
});
