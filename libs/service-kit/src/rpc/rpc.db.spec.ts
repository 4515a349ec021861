import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, type INestMicroservice } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { headers, type MsgHdrs } from '@nats-io/transport-node';
import { Bus, RpcClient, type ObservedCall } from '@roster/client';
import {
  errorKind,
  HEADERS,
  internal,
  rpc,
  RosterError,
  type Actor,
  type CallContext,
  type RpcContract,
} from '@roster/contracts';
import { IsEmail } from 'class-validator';
import { pino } from 'pino';
import { answered } from '../../../../test/harness/once-of-many.js';
import { Call, Handle, Input } from './handler/handle.js';
import { Authorizer } from './handler/permission.guard.js';
import { NatsRpcServer } from './rpc.server.js';

class Ask {
  @IsEmail({}, { each: true })
  emails!: string[];
}
class Answer {
  emails!: string[];
  context?: CallContext;
}

const limitReached = errorKind('kit.limit-reached', 409, 'No seat is left');
const kit = { context: 'identity', noun: 'kit', input: Ask, output: Answer, callers: ['gateway', 'identity'] } as const;
const open = { open: 'public' } as const;

const echo = rpc({ ...kit, verb: 'echo', permission: open });
const refuse = rpc({ ...kit, verb: 'refuse', permission: open, errors: [limitReached] });
const fail = rpc({ ...kit, verb: 'fail', permission: open });
const uncountable = rpc({ ...kit, verb: 'uncountable', permission: open });
const hang = rpc({ ...kit, verb: 'hang', permission: open, deadline: 200 });
const nest = rpc({ ...kit, verb: 'nest', permission: open });
const rogue = rpc({ ...kit, verb: 'rogue', permission: open });
const nobody = rpc({ ...kit, verb: 'nobody', permission: open });
const plain: RpcContract<Ask, Answer> = { ...nobody, subject: 'rpc.identity.kit.plain' };

const logger = pino({ level: 'silent' });
const actor: Actor = { kind: 'session', memberId: 'm1', userId: 'u1', sessionId: 's1' };
const ask: Ask = { emails: ['ada@example.com'] };

const observed: ObservedCall[] = [];
const served: ObservedCall[] = [];
let runs = 0;
let release: (answer: Answer) => void;
const hung = new Promise<Answer>((resolve) => (release = resolve));
let bus: Bus;
let client: RpcClient;
let app: INestMicroservice;

class Nobody extends Authorizer {
  async authorize(): Promise<void> {
    throw new Error('No contract here asks for a permission');
  }
}

@Controller()
class KitHandlers {
  @Handle(echo)
  echo(@Input() input: Ask, @Call() context: CallContext): Answer {
    runs += 1;
    return { emails: input.emails, context };
  }

  @Handle(refuse)
  refuse(): Answer {
    throw new RosterError(limitReached, 'All 3 seats are taken', { details: { limit: 3 } });
  }

  @Handle(fail)
  async fail(): Promise<Answer> {
    throw new Error('the secret of the database');
  }

  @Handle(uncountable)
  uncountable(): object {
    return { emails: 1n };
  }

  @Handle(hang)
  hang(): Promise<Answer> {
    return hung;
  }

  @Handle(nest)
  async nest(@Input() input: Ask, @Call() context: CallContext): Promise<Answer> {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return client.call(echo, input, context);
  }

  @MessagePattern(plain.subject)
  plain(@Payload() input: Ask): Answer {
    if (input.emails.length === 0) throw new Error('the secret of the database');
    return input;
  }
}

beforeAll(async () => {
  bus = await Bus.connect({ servers: process.env['TEST_NATS_URL'] ?? '', caller: 'identity', logger });
  client = new RpcClient(bus, { observe: (call) => observed.push(call) });
  const module = await Test.createTestingModule({
    controllers: [KitHandlers],
    providers: [{ provide: Authorizer, useClass: Nobody }],
  }).compile();
  const strategy = new NatsRpcServer({
    bus,
    context: 'identity',
    logger,
    maxInFlight: 8,
    observe: (call) => served.push(call),
  });
  app = module.createNestMicroservice({ strategy, logger: false });
  await app.listen();
});

afterAll(async () => {
  release(ask);
  await app.close();
  await bus.drain();
});

beforeEach(() => {
  observed.length = 0;
  served.length = 0;
  runs = 0;
});

/** The reply to a message whose bytes the test writes itself. */
const raw = (subject: string, payload: string, wireHeaders?: MsgHdrs) =>
  bus.connection.request(subject, payload, { timeout: 60_000, headers: wireHeaders });

async function refusalOf(call: Promise<unknown>): Promise<RosterError> {
  const error: unknown = await call.then(
    () => new Error('The call was answered'),
    (reason: unknown) => reason,
  );
  if (error instanceof RosterError) return error;
  throw error;
}

describe('a call', () => {
  it('transports input, context and output', async () => {
    const sent = { requestId: 'r1', accountId: 'a1', actor, idempotencyKey: 'k1', traceparent: '00-1-2-01' };
    const context = { ...sent, atLeast: 7 };
    const answer = await client.call(echo, ask, context);
    expect(answer).toMatchObject({ ...ask, context });
    expect(observed).toEqual([{ subject: echo.subject, outcome: 'ok', seconds: expect.any(Number) }]);
    expect(served).toEqual(observed.map((call) => ({ ...call, seconds: expect.any(Number) })));
  });

  it('transports a named error', async () => {
    const error = await refusalOf(client.call(refuse, ask));
    expect(error).toMatchObject({ code: 'kit.limit-reached', message: 'All 3 seats are taken', details: { limit: 3 } });
    expect(error.kind).toBe(limitReached);
    expect(observed[0]?.outcome).toBe('kit.limit-reached');
  });

  it('answers an unexpected error with `internal` and does not reveal its message', async () => {
    const reply = await raw(fail.subject, JSON.stringify(ask));
    expect(reply.headers?.get(HEADERS.error)).toBe('internal');
    expect(reply.json()).toEqual({ code: 'internal', message: internal.title });
  });

  it('answers a result that is not valid JSON with `internal`, not with silence', async () => {
    expect((await refusalOf(client.call(uncountable, ask))).code).toBe('internal');
  });

  it('is refused with the places of invalid input', async () => {
    const error = await refusalOf(client.call(echo, { emails: ['ada@example.com', 'x'] }));
    expect(error.code).toBe('request.invalid');
    expect(error.details?.errors?.[0]?.path).toBe('emails[1]');
    expect(runs).toBe(0);
  });

  it('reaches a plain Nest handler, whose failure reveals nothing either', async () => {
    expect(await client.call(plain, ask)).toEqual(ask);
    expect((await refusalOf(client.call(plain, { emails: [] }))).code).toBe('internal');
  });
});

describe('a message that cannot be read', () => {
  const malformed = ['', '{', '[]', 'null', '"text"'];

  it.each(malformed)('%j is answered and does no harm', async (payload) => {
    const reply = await raw(echo.subject, payload);
    expect(reply.headers?.get(HEADERS.error)).toBe('request.malformed');
    expect(runs).toBe(0);
  });

  it('is dropped without a reply subject, as a good one is, and the next call works', async () => {
    for (const payload of [...malformed, JSON.stringify(ask)]) bus.connection.publish(echo.subject, payload);
    expect(await client.call(echo, ask)).toMatchObject(ask);
    expect(runs).toBe(1);
  });

  it('is one whose actor or time cannot be read', async () => {
    for (const name of [HEADERS.actor, HEADERS.timeout]) {
      const wireHeaders = headers();
      wireHeaders.set(name, '{"kind":');
      const reply = await raw(echo.subject, JSON.stringify(ask), wireHeaders);
      expect(reply.headers?.get(HEADERS.error)).toBe('request.malformed');
    }
  });

  it('is one that is nested without end', async () => {
    const reply = await raw(echo.subject, `{"emails":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    expect(reply.headers?.get(HEADERS.error)).toBe('request.malformed');
  });
});

describe('a reply that cannot be read', () => {
  it.each(['', '{', '[]', 'null'])('%j is `internal` to the caller, who carries on', async (payload) => {
    const responder = bus.connection.subscribe(rogue.subject, {
      callback: (_, message) => void message.respond(payload),
    });
    expect((await refusalOf(client.call(rogue, ask))).code).toBe('internal');
    responder.unsubscribe();
    expect(await client.call(echo, ask)).toMatchObject(ask);
  });

  it('may come twice or too late', async () => {
    const responder = bus.connection.subscribe(rogue.subject, {
      callback: (_, message) => {
        message.respond(JSON.stringify(ask));
        message.respond('{');
      },
    });
    expect(await client.call(rogue, ask)).toEqual(ask);
    responder.unsubscribe();
    expect(await client.call(echo, ask)).toMatchObject(ask);
  });

  it('keeps an error code that this process does not know', async () => {
    const responder = bus.connection.subscribe(rogue.subject, {
      callback: (_, message) => {
        const wireHeaders = headers();
        wireHeaders.set(HEADERS.error, 'new.code');
        message.respond('{"message":"later"}', { headers: wireHeaders });
      },
    });
    expect(await refusalOf(client.call(rogue, ask))).toMatchObject({ code: 'new.code', message: 'later' });
    responder.unsubscribe();
  });
});

describe('the deadline', () => {
  it('is not waited for where nobody listens', async () => {
    // At its deadline it would be `service.timeout`.
    expect((await refusalOf(client.call(nobody, ask))).code).toBe('service.unavailable');
  });

  it('is not waited for on a named subject either, where nobody answers named callers', async () => {
    await expect(raw(`${echo.subject}.crm`, JSON.stringify(ask))).rejects.toThrow(/no responders/);
  });

  it('ends a call whose handler hangs', async () => {
    const start = performance.now();
    expect((await refusalOf(client.call(hang, ask))).code).toBe('service.timeout');
    expect(performance.now() - start).toBeGreaterThan(190);
  });

  it('shrinks on the way through a nested call', async () => {
    const timeouts: number[] = [];
    const tap = bus.connection.subscribe('rpc.identity.kit.*', {
      callback: (_, message) => void timeouts.push(Number(message.headers?.get(HEADERS.timeout))),
    });
    await answered(() => {
      timeouts.length = 0;
      return client.call(nest, ask, { deadline: Date.now() + 1_000 });
    });
    tap.unsubscribe();
    const [outer = NaN, inner = NaN] = timeouts;
    expect(outer).toBeLessThanOrEqual(1_000);
    expect(inner).toBeLessThan(outer - 10);
  });

  it('stops the call before it starts where it has passed, on either side', async () => {
    expect((await refusalOf(client.call(echo, ask, { deadline: Date.now() - 1 }))).code).toBe('service.timeout');
    const wireHeaders = headers();
    wireHeaders.set(HEADERS.timeout, '0');
    const reply = await raw(echo.subject, JSON.stringify(ask), wireHeaders);
    expect(reply.headers?.get(HEADERS.error)).toBe('service.timeout');
    expect(runs).toBe(0);
  });
});

it('leads to `service.unavailable` for calls beyond the limit of running handlers', async () => {
  const results = await Promise.all(
    Array.from({ length: 20 }, () => refusalOf(client.call(hang, ask)).then(({ code }) => code)),
  );
  expect(new Set(results)).toEqual(new Set(['service.timeout', 'service.unavailable']));
});
