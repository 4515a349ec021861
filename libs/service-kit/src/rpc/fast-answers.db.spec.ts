import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, type INestMicroservice } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { headers } from '@nats-io/transport-node';
import { Bus, RpcClient } from '@roster/client';
import { HEADERS, requestMalformed, rpc, RosterError } from '@roster/contracts';
import { IsIn } from 'class-validator';
import { pino } from 'pino';
import { Handle } from './handler/handle.js';
import { Authorizer } from './handler/permission.guard.js';
import { NatsRpcServer } from './rpc.server.js';
import { FastAnswers } from './fast-answers.js';

class Weather {
  @IsIn(['here', 'far', 'broken', 'refused'])
  place!: string;
}
class Forecast {
  by!: string;
}

const weather = { context: 'access', noun: 'weather', input: Weather, output: Forecast } as const;
const callers = ['identity', 'service'] as const;
const foretell = rpc({ ...weather, verb: 'foretell', permission: { open: 'service' }, callers: [...callers] });
const guarded = rpc({ ...weather, verb: 'guarded', permission: 'members:view', callers: [...callers] });
const own = rpc({ ...weather, verb: 'own', permission: { open: 'self' }, callers: [...callers] });

const logger = pino({ level: 'silent' });
const counted: string[] = [];
let handled = 0;
let bus: Bus;
let client: RpcClient;
let app: INestMicroservice;

class Nobody extends Authorizer {
  async authorize(): Promise<void> {}
}

@Controller()
class WeatherHandlers {
  @Handle(foretell)
  foretell(): Forecast {
    handled += 1;
    return { by: 'handler' };
  }
}

/** Answers only some bodies. It declines the others, or throws. */
function fastAnswer(body: object): string | undefined {
  const { place } = body as Partial<Weather>;
  if (place === 'broken') throw new Error('the secret of the sky');
  if (place === 'refused') throw new RosterError(requestMalformed);
  return place === 'here' ? '{"by":"memory"}' : undefined;
}

beforeAll(async () => {
  bus = await Bus.connect({ servers: process.env['TEST_NATS_URL'] ?? '', caller: 'identity', logger });
  client = new RpcClient(bus);
  const fast = new FastAnswers();
  fast.provide(foretell, fastAnswer);
  const module = await Test.createTestingModule({
    controllers: [WeatherHandlers],
    providers: [{ provide: Authorizer, useClass: Nobody }],
  }).compile();
  const countFast = (subject: string) => void counted.push(subject);
  const strategy = new NatsRpcServer({ bus, context: 'access', logger, fast, countFast });
  app = module.createNestMicroservice({ strategy, logger: false });
  await app.listen();
});

afterAll(async () => {
  await app.close();
  await bus.drain();
});

beforeEach(() => {
  counted.length = 0;
  handled = 0;
});

const ask = (payload: string, name?: string, value = '') => {
  const wire = headers();
  if (name) wire.set(name, value);
  return bus.connection.request(foretell.subject, payload, { timeout: 60_000, headers: wire });
};
const here = '{"place":"here"}';

describe('a fast answer', () => {
  it('is given instead of the handler’s, and counted', async () => {
    expect(await client.call(foretell, { place: 'here' })).toEqual({ by: 'memory' });
    expect({ handled, counted }).toEqual({ handled: 0, counted: [foretell.subject] });
  });

  it.each(['far', 'broken', 'refused'])(
    'leaves a request that it has no answer for to the handler: %s',
    async (place) => {
      expect(await client.call(foretell, { place })).toEqual({ by: 'handler' });
      expect({ handled, counted }).toEqual({ handled: 1, counted: [] });
    },
  );

  it.each(['', '{', '[]', '{"place":"nowhere"}', '{}'])('does not change the answer to %j', async (payload) => {
    const reply = await ask(payload);
    expect(reply.headers?.get(HEADERS.error)).toMatch(/^request\.(?:malformed|invalid)$/);
    expect({ handled, counted }).toEqual({ handled: 0, counted: [] });
  });

  it('respects headers as the handler does', async () => {
    expect((await ask(here, HEADERS.timeout, '0')).headers?.get(HEADERS.error)).toBe('service.timeout');
    expect((await ask(here, HEADERS.timeout, 'x')).headers?.get(HEADERS.error)).toBe('request.malformed');
    expect((await ask(here, HEADERS.idempotencyKey, 'a b')).headers?.get(HEADERS.error)).toBe('request.invalid');
    expect((await ask(here, HEADERS.timeout, '500')).json()).toEqual({ by: 'memory' });
    expect((await ask(here, HEADERS.requestId, 'r1')).json()).toEqual({ by: 'memory' });
  });

  it('goes to the inbox of a permitted caller, and to no other subject', async () => {
    const heard: string[] = [];
    const listener = bus.connection.subscribe('>', { callback: (_, { subject }) => void heard.push(subject) });
    for (const reply of ['evt.access.account.changed.v1', '_INBOX_billing.x']) {
      bus.connection.publish(foretell.subject, here, { reply });
    }
    expect(await client.call(foretell, { place: 'here' })).toEqual({ by: 'memory' });
    listener.unsubscribe();
    expect(heard.filter((subject) => /^(?:evt|_INBOX_billing)/.test(subject))).toEqual([]);
    expect(counted).toHaveLength(1);
  });

  it('is given only for contracts that need no check before, and provided once', () => {
    for (const contract of [guarded, own]) {
      expect(() => new FastAnswers().provide(contract, fastAnswer)).toThrow(/is not open to every service/);
    }
    const answers = new FastAnswers();
    answers.provide(foretell, fastAnswer);
    expect(() => answers.provide(foretell, fastAnswer)).toThrow(/two fast answers/);
  });
});
