import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, type INestMicroservice } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { nkeys } from '@nats-io/transport-node';
import { inboxPrefix, rpc, RosterError } from '@roster/contracts';
import { freePort, serverConfig, startNats, type Nats } from '@roster/deploy';
import { Authorizer, Handle, Input, NatsRpcServer } from '@roster/service-kit';
import { IsInt } from 'class-validator';
import { pino } from 'pino';
import { Bus } from './bus.js';
import { RpcClient } from './rpc.client.js';

class Parcel {
  @IsInt()
  number!: number;
}

const contract = {
  context: 'identity',
  noun: 'parcel',
  input: Parcel,
  output: Parcel,
  permission: { open: 'public' },
} as const;
const carry = rpc({ ...contract, verb: 'carry', callers: ['gateway'] });
const forbidden = rpc({ ...contract, verb: 'forbidden', callers: ['identity'], deadline: 200 });

let release: () => void;
let gate: Promise<void>;
let carried: number;

@Controller()
class ParcelHandlers {
  @Handle(carry)
  async carry(@Input() parcel: Parcel): Promise<Parcel> {
    carried += 1;
    await gate;
    return parcel;
  }
}

class Nobody extends Authorizer {
  async authorize(): Promise<void> {
    throw new Error('No contract here asks for a permission');
  }
}

const errors: string[] = [];
const unhandled: unknown[] = [];
process.on('unhandledRejection', (reason) => unhandled.push(reason));
const logger = pino({ level: 'error' }, { write: (line: string) => void errors.push(line) });
const binary = process.env['TEST_NATS_SERVER'] ?? 'nats-server';

let dir: string;
let port: number;
let nats: Nats;
const cleanups: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'roster-bus-'));
  port = await freePort();
  errors.length = 0;
  carried = 0;
  gate = new Promise((resolve) => (release = resolve));
});

afterEach(async () => {
  release();
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  await nats.stop();
  await rm(dir, { recursive: true });
  expect(unhandled).toEqual([]);
});

async function connect(caller: 'gateway' | 'identity', nkeySeed?: string): Promise<Bus> {
  const bus = await Bus.connect({ servers: `nats://127.0.0.1:${port}`, caller, nkeySeed, logger });
  cleanups.push(() => bus.drain());
  return bus;
}

async function replica(nkeySeed?: string): Promise<INestMicroservice> {
  const module = await Test.createTestingModule({
    controllers: [ParcelHandlers],
    providers: [{ provide: Authorizer, useClass: Nobody }],
  }).compile();
  const strategy = new NatsRpcServer({ bus: await connect('identity', nkeySeed), context: 'identity', logger });
  const app = module.createNestMicroservice({ strategy, logger: false });
  cleanups.push(() => app.close());
  await app.listen();
  return app;
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'answered',
    (error: unknown) => (error instanceof RosterError ? error.code : String(error)),
  );
}

async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(10);
}

describe('connecting', () => {
  it('waits for a server that starts later', async () => {
    const connecting = connect('gateway');
    await delay(300);
    nats = await startNats({ binary, dir, port });
    expect((await connecting).connected).toBe(true);
  });

  it('gives up with one clear error', async () => {
    nats = await startNats({ binary, dir });
    const connecting = Bus.connect({ servers: `nats://127.0.0.1:${port}`, caller: 'gateway', logger, patience: 600 });
    await expect(connecting).rejects.toThrow(`No connection to the bus at nats://127.0.0.1:${port} within 0.6 s`);
  });
});

describe('while the bus is down', () => {
  it('calls end at once, and work again without a restart', async () => {
    nats = await startNats({ binary, dir, port });
    await replica();
    const bus = await connect('gateway');
    const client = new RpcClient(bus);

    const waiting = Array.from({ length: 20 }, (_, number) => codeOf(client.call(carry, { number })));
    await eventually(() => carried === 20);
    await nats.kill();
    // None of them waited for its deadline: that would be `service.timeout`.
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['service.unavailable']));
    expect(bus.connected).toBe(false);
    expect(await codeOf(client.call(carry, { number: 1 }))).toBe('service.unavailable');

    release();
    let returned = false;
    bus.onReconnect(() => (returned = true));
    carried = 0;
    nats = await startNats({ binary, dir, port });
    await eventually(async () => (await codeOf(client.call(carry, { number: 2 }))) === 'answered');
    expect(returned).toBe(true);
    // What was asked meanwhile was refused, not queued.
    expect(carried).toBe(1);
  });

  it('draining ends too', async () => {
    nats = await startNats({ binary, dir, port });
    const bus = await connect('gateway');
    await nats.kill();
    await eventually(() => !bus.connected);
    await bus.drain();
    await bus.drain();
    expect(await codeOf(new RpcClient(bus).call(carry, { number: 1 }))).toBe('service.unavailable');
  });
});

it('loses none of 200 calls when one of two replicas closes under them', async () => {
  nats = await startNats({ binary, dir, port });
  const leaving = await replica();
  await replica();
  const client = new RpcClient(await connect('gateway'));

  const numbers = Array.from({ length: 200 }, (_, number) => number);
  const calls = Promise.all(numbers.map((number) => client.call(carry, { number })));
  await eventually(() => carried > 0);
  const closing = leaving.close();
  const late = Promise.all(numbers.map((number) => client.call(carry, { number })));
  release();
  await closing;
  expect((await calls).map(({ number }) => number)).toEqual(numbers);
  expect((await late).map(({ number }) => number)).toEqual(numbers);
  expect(carried).toBe(400);
  expect(await client.call(carry, { number: 7 })).toEqual({ number: 7 });
});

describe('with users', () => {
  const identity = nkeys.createUser();
  const gateway = nkeys.createUser();
  const seed = (key: typeof identity) => new TextDecoder().decode(key.getSeed());
  const user = (key: typeof identity, publish: string, subscribe: string) =>
    `{ nkey: ${key.getPublicKey()}, permissions: { publish: "${publish}", subscribe: "${subscribe}", allow_responses: true } }`;

  const start = (heard: string) =>
    startNats({
      binary,
      dir,
      port,
      config: (settings) => `${serverConfig(settings)}
authorization { users = [
  ${user(identity, 'none', heard)}
  ${user(gateway, carry.subject, `${inboxPrefix('gateway')}.>`)}
] }`,
    });

  it('a seed proves who asks; what that user may not ask is logged and ends at its deadline', async () => {
    nats = await start('rpc.identity.>');
    release();
    await replica(seed(identity));
    const client = new RpcClient(await connect('gateway', seed(gateway)));
    expect(await client.call(carry, { number: 1 })).toEqual({ number: 1 });
    expect(await codeOf(client.call(forbidden, { number: 1 }))).toBe('service.timeout');
    expect(errors.join()).toContain(`Permissions Violation for Publish to \\"${forbidden.subject}\\"`);
    expect(await client.call(carry, { number: 2 })).toEqual({ number: 2 });
  });

  it.each([
    ['without a seed', undefined, 'refuses gateway: its nkey seed (NATS_NKEY_SEED) is missing'],
    ['with a stranger’s', seed(nkeys.createUser()), 'refuses gateway: its nkey seed (NATS_NKEY_SEED) is of no user'],
    ['with what is no seed', 'nonsense', 'NATS_NKEY_SEED is not an nkey seed'],
  ])('nobody waits for a server %s: it says at once what is wrong', async (_, nkeySeed, message) => {
    nats = await start('rpc.identity.>');
    const servers = `nats://somebody:secret@127.0.0.1:${port}`;
    const failed = await Bus.connect({ servers, caller: 'gateway', nkeySeed, logger, patience: 3_600_000 }).catch(
      (error: Error) => error.message,
    );
    expect(failed).toContain(message);
    expect(failed).not.toContain('secret');
  });

  it('a service that may not hear its own subject does not start', async () => {
    nats = await start('rpc.billing.>');
    await expect(replica(seed(identity))).rejects.toThrow(`The bus refuses to deliver ${carry.subject}`);
  });
});
