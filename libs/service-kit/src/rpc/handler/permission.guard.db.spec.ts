import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, type INestMicroservice } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { permissionDenied, rpc, RosterError, type Actor, type CallContext } from '@roster/contracts';
import { IsEmail } from 'class-validator';
import { pino } from 'pino';
import { Bus, RpcClient } from '@roster/client';
import { NatsRpcServer } from '../rpc.server.js';
import { Call, Handle, Input } from './handle.js';
import { Authorizer } from './permission.guard.js';

class Ask {
  @IsEmail()
  email!: string;
}
class Seen {
  context!: CallContext;
}

const endpoint = { context: 'access', noun: 'endpoint', input: Ask, output: Seen, callers: ['identity'] } as const;
const invite = rpc({ ...endpoint, verb: 'invite', permission: 'members:invite' });
const whoAmI = rpc({ ...endpoint, verb: 'who-am-i', permission: { open: 'self' } });
const forAnyService = rpc({
  ...endpoint,
  verb: 'for-any-service',
  permission: { open: 'service' },
  callers: ['identity', 'service'],
});

const logger = pino({ level: 'silent' });
const actor: Actor = { kind: 'session', memberId: 'm1', userId: 'u1', sessionId: 's1' };
const ask: Ask = { email: 'ada@example.com' };

const authorized: string[] = [];
let bus: Bus;
let client: RpcClient;
let app: INestMicroservice;

class ListedAccounts extends Authorizer {
  async authorize(context: CallContext, permission: string): Promise<void> {
    authorized.push(permission);
    if (context.accountId === 'denied') {
      throw new RosterError(permissionDenied, undefined, { details: { permission, reason: 'no_role' } });
    }
  }
}

@Controller()
class DoorHandlers {
  @Handle(invite)
  invite(@Input() _: Ask, @Call() context: CallContext): Seen {
    return { context };
  }

  @Handle(whoAmI)
  whoAmI(@Call() context: CallContext): Seen {
    return { context };
  }

  @Handle(forAnyService)
  forAnyService(@Call() context: CallContext): Seen {
    return { context };
  }
}

beforeAll(async () => {
  bus = await Bus.connect({ servers: process.env['TEST_NATS_URL'] ?? '', caller: 'identity', logger });
  client = new RpcClient(bus);
  const module = await Test.createTestingModule({
    controllers: [DoorHandlers],
    providers: [{ provide: Authorizer, useClass: ListedAccounts }],
  }).compile();
  app = module.createNestMicroservice({
    strategy: new NatsRpcServer({ bus, context: 'access', logger }),
    logger: false,
  });
  await app.listen();
});

afterAll(async () => {
  await app.close();
  await bus.drain();
});

beforeEach(() => {
  authorized.length = 0;
});

async function refusalOf(call: Promise<unknown>): Promise<RosterError> {
  const error: unknown = await call.then(
    () => new Error('The call was answered'),
    (reason: unknown) => reason,
  );
  if (error instanceof RosterError) return error;
  throw error;
}

describe('permission', () => {
  const invalid = { email: 'x' };

  it('is asked before the input is read', async () => {
    const denied = await refusalOf(client.call(invite, invalid, { actor, accountId: 'denied' }));
    expect(denied).toMatchObject({
      code: 'permission.denied',
      details: { permission: 'members:invite', reason: 'no_role' },
    });
    expect((await refusalOf(client.call(invite, invalid, { actor, accountId: 'a1' }))).code).toBe('request.invalid');
    expect(authorized).toEqual(['members:invite', 'members:invite']);
  });

  it('needs an actor in an account, and `self` an actor', async () => {
    expect((await refusalOf(client.call(invite, ask, { accountId: 'a1' }))).code).toBe('session.required');
    expect((await refusalOf(client.call(invite, ask, { actor }))).code).toBe('session.required');
    expect((await refusalOf(client.call(whoAmI, ask))).code).toBe('session.required');
    expect((await client.call(whoAmI, ask, { actor })).context.actor).toEqual(actor);
    expect(authorized).toEqual([]);
  });

  it('never rests on headers where any service may publish', async () => {
    const { context } = await client.call(forAnyService, ask, { requestId: 'r3', actor, accountId: 'a1' });
    expect(context.requestId).toBe('r3');
    expect(context.actor).toBeUndefined();
    expect(context.accountId).toBeUndefined();
  });
});
