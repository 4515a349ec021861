import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, type INestMicroservice } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { headers } from '@nats-io/transport-node';
import { Bus, RpcClient } from '@roster/client';
import {
  HEADERS,
  inboxPrefix,
  IsId,
  rpc,
  RosterError,
  type BusUser,
  type CallContext,
  type OtherUser,
} from '@roster/contracts';
import { allRights, natsConfig, newSeeds, publicKeys, startNats, type Nats } from '@roster/deploy';
import { IsOptional, IsString } from 'class-validator';
import { pino } from 'pino';
import { eventually } from '../../../../../test/harness/eventually.js';
import { Call, Handle, Input } from '../handler/handle.js';
import { Authorizer } from '../handler/permission.guard.js';
import { NatsRpcServer } from '../rpc.server.js';
import { assertMayTouch } from './limits.js';

class Touch {
  @IsOptional()
  @IsId()
  accountId?: string;

  @IsOptional()
  @IsString()
  type?: string;
}
class Seen {
  context!: CallContext;
}

const made = { context: 'access', noun: 'made', input: Touch, output: Seen, permission: { open: 'service' } } as const;
const keep = rpc({ ...made, verb: 'keep', callers: ['keeper'] });
const settle = rpc({ ...made, verb: 'settle', callers: ['back-office'] });
const share = rpc({ ...made, verb: 'share', callers: ['gateway', 'keeper', 'back-office'] });
const read = rpc({ ...made, verb: 'read', callers: ['gateway', 'service'] });
const own = rpc({ ...made, verb: 'own', callers: ['gateway'] });
const CONTRACTS = [keep, settle, share, read, own];

const [ours, theirs] = ['01990000-0000-7000-8000-000000000001', '01990000-0000-7000-8000-000000000002'];
const crm: OtherUser = { name: 'crm', kind: 'keeper', recordTypes: ['contacts'], accounts: [ours] };
const files: OtherUser = { name: 'files', kind: 'keeper', recordTypes: 'all', accounts: 'all' };
const ledger: OtherUser = { name: 'ledger', kind: 'back-office', recordTypes: [], accounts: [ours] };
const reports: OtherUser = { name: 'reports', kind: 'service', recordTypes: 'all', accounts: 'all' };
/** A user that the bus knows, but the service was not configured with. */
const stray: OtherUser = { name: 'stray', kind: 'keeper', recordTypes: 'all', accounts: 'all' };
const others = [crm, files, ledger, reports, stray];
/** The users that the service was configured with. It takes `files` for another kind. */
const told = [crm, { ...files, kind: 'back-office' } as const, ledger, reports];

const warnings: string[] = [];
const logger = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(line) });
const seeds = newSeeds(others);
const buses: Bus[] = [];
let runs = 0;
let dir: string;
let nats: Nats;
let app: INestMicroservice;

class Nobody extends Authorizer {
  async authorize(): Promise<void> {
    throw new Error('No contract here asks for a permission');
  }
}

@Controller()
class MadeHandlers {
  @Handle(keep)
  keep(@Input() input: Touch, @Call() context: CallContext): Seen {
    return see(input, context);
  }

  @Handle(settle)
  settle(@Input() input: Touch, @Call() context: CallContext): Seen {
    return see(input, context);
  }

  @Handle(share)
  share(@Input() input: Touch, @Call() context: CallContext): Seen {
    return see(input, context);
  }

  @Handle(read)
  read(@Input() input: Touch, @Call() context: CallContext): Seen {
    return see(input, context);
  }

  @Handle(own)
  own(@Input() input: Touch, @Call() context: CallContext): Seen {
    return see(input, context);
  }
}

function see({ accountId = '', type }: Touch, context: CallContext): Seen {
  runs += 1;
  if (type !== undefined) assertMayTouch(context, { accountId, recordType: type });
  return { context };
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'roster-callers-'));
  nats = await startNats({
    binary: process.env['TEST_NATS_SERVER'] ?? '',
    dir,
    config: (settings) =>
      natsConfig({ ...settings, keys: publicKeys(seeds, others), rights: allRights(CONTRACTS), others }),
  });
  const module = await Test.createTestingModule({
    controllers: [MadeHandlers],
    providers: [{ provide: Authorizer, useClass: Nobody }],
  }).compile();
  const strategy = new NatsRpcServer({ bus: await connect('access'), context: 'access', logger, others: told });
  app = module.createNestMicroservice({ strategy, logger: false });
  await app.listen();
});

afterAll(async () => {
  await app.close();
  await Promise.all(buses.map((bus) => bus.drain()));
  await nats.stop();
  await rm(dir, { recursive: true, force: true });
});

beforeEach(() => {
  runs = 0;
  warnings.length = 0;
});

async function connect(caller: BusUser, name?: string): Promise<Bus> {
  const bus = await Bus.connect({ servers: nats.url, caller, name, nkeySeed: seeds[name ?? caller], logger });
  buses.push(bus);
  return bus;
}

const as = ({ kind, name }: OtherUser) => connect(kind, name);

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'answered',
    (error: unknown) => (error instanceof RosterError ? error.code : String(error)),
  );

/** The server's refusal of an action, or `allowed` once it has processed the action without one. */
async function verdict({ connection }: Bus, action: () => void): Promise<string> {
  const errors = connection.status();
  action();
  await connection.flush();
  const refused = (async () => {
    for await (const status of errors) if (status.type === 'error') return status.error.message;
    return 'closed';
  })();
  return Promise.race([refused, connection.flush().then(() => 'allowed')]);
}

const publishing = (bus: Bus, subject: string, reply = `${bus.inboxPrefix}.x`) =>
  verdict(bus, () => bus.connection.publish(subject, '{}', { reply }));
const listening = (bus: Bus, subject: string) =>
  verdict(bus, () => bus.connection.subscribe(subject, { callback: () => undefined }));

const REFUSED = /permissions violation/i;

describe('other services', () => {
  it.each([
    [crm, keep],
    [crm, share],
    [ledger, settle],
    [ledger, share],
  ])('are known by the subject: %j', async (user, contract) => {
    const { context } = await new RpcClient(await as(user)).call(contract, { accountId: ours });
    expect(context.caller).toEqual(user);
  });

  it('are not expected on the plain subject, where our own services call', async () => {
    const { context } = await new RpcClient(await connect('gateway')).call(share, { accountId: theirs, type: 'deals' });
    expect(context.caller).toBeUndefined();
  });

  it('call under their own names only', async () => {
    const bus = await as(crm);
    expect(await publishing(bus, `${keep.subject}.crm`)).toBe('allowed');
    for (const subject of [
      keep.subject,
      share.subject,
      `${keep.subject}.files`,
      `${keep.subject}.crm.files`,
      `${keep.subject}.*`,
      `${keep.subject}.>`,
      `${settle.subject}.crm`,
      `${settle.subject}.ledger`,
      `${own.subject}.crm`,
      own.subject,
    ]) {
      expect([subject, await publishing(bus, subject)]).toEqual([subject, expect.stringMatching(REFUSED)]);
    }
  });

  it.each([
    ['the service without a name', () => connect('service')],
    ['one with a name', () => as(reports)],
    ['one of ours', () => connect('identity')],
  ])('that are no keepers do not call as one: %s', async (_, open) => {
    const bus = await open();
    for (const { subject } of [keep, settle, share]) {
      for (const name of ['', '.crm', '.ledger', '.service', '.reports', '.identity']) {
        expect(await publishing(bus, subject + name)).toMatch(REFUSED);
      }
    }
  });

  it('read as a service does, except back offices', async () => {
    for (const user of [crm, reports]) {
      const { context } = await new RpcClient(await as(user)).call(read, { accountId: theirs });
      expect(context.caller).toBeUndefined();
    }
    expect(await publishing(await as(ledger), read.subject)).toMatch(REFUSED);
  });

  it('cannot forge headers', async () => {
    const forged = headers();
    forged.set(HEADERS.account, theirs);
    forged.set(HEADERS.actor, JSON.stringify({ kind: 'session', memberId: 'm', userId: 'u', sessionId: 's' }));
    forged.set(HEADERS.client, JSON.stringify({ address: '192.0.2.1' }));
    for (const [user, subject] of [
      [crm, `${keep.subject}.crm`],
      [crm, `${share.subject}.crm`],
      [ledger, `${settle.subject}.ledger`],
    ] as const) {
      const { connection } = await as(user);
      const body = JSON.stringify({ accountId: ours });
      const { context } = (await connection.request(subject, body, { timeout: 5_000, headers: forged })).json<Seen>();
      expect(context.caller?.name).toBe(user.name);
      expect([context.actor, context.accountId, context.client]).toEqual([undefined, undefined, undefined]);
    }
  });

  it('cannot forge headers where one of ours may call too', async () => {
    const { connection } = await connect('gateway');
    const forged = headers();
    forged.set(HEADERS.account, theirs);
    const { context } = (
      await connection.request(share.subject, '{}', { timeout: 5_000, headers: forged })
    ).json<Seen>();
    expect(context.accountId).toBeUndefined();
  });
});

describe('limits', () => {
  const touching = async (user: OtherUser, input: Touch) => codeOf(new RpcClient(await as(user)).call(share, input));

  it('are those of the calling user', async () => {
    expect(await touching(crm, { accountId: ours, type: 'contacts' })).toBe('answered');
    expect(await touching(crm, { accountId: ours.toUpperCase(), type: 'contacts' })).toBe('answered');
    expect(await touching(crm, { accountId: ours, type: 'deals' })).toBe('caller.limited');
    expect(await touching(crm, { accountId: theirs, type: 'contacts' })).toBe('caller.limited');
    expect(await touching(ledger, { accountId: ours })).toBe('answered');
    expect(await touching(ledger, { accountId: ours, type: 'contacts' })).toBe('caller.limited');
  });

  it('apply before the handler, for the account that the input names, and where it names none', async () => {
    expect(await touching(crm, { accountId: theirs })).toBe('caller.limited');
    expect(await touching(crm, {})).toBe('caller.limited');
    expect(runs).toBe(0);
  });

  it('refuse users that the service was not configured with, or with another kind', async () => {
    expect(await codeOf(new RpcClient(await as(stray)).call(keep, { accountId: ours }))).toBe('caller.unknown');
    expect(await codeOf(new RpcClient(await as(files)).call(keep, { accountId: ours }))).toBe('caller.unknown');
    expect(runs).toBe(0);
  });
});

describe('answers', () => {
  it('go to the inbox of the calling user, and to no other', async () => {
    const bus = await as(crm);
    const elsewhere = [
      inboxPrefix('keeper', 'files'),
      inboxPrefix('keeper', 'cr'),
      inboxPrefix('back-office', 'crm'),
      inboxPrefix('keeper'),
      inboxPrefix('service'),
      inboxPrefix('service', 'crm'),
      inboxPrefix('gateway'),
      'evt.access',
    ];
    for (const prefix of elsewhere) {
      bus.connection.publish(`${keep.subject}.crm`, '{}', { reply: `${prefix}.x` });
      bus.connection.publish(`${share.subject}.crm`, '{}', { reply: `${prefix}.x` });
    }
    bus.connection.publish(`${keep.subject}.crm`, '{}');
    expect(await codeOf(new RpcClient(bus).call(keep, { accountId: ours }))).toBe('answered');
    expect(runs).toBe(1);
    const dropped = () => warnings.filter((line) => line.includes('Dropped a request'));
    await eventually('the last to be dropped', async () => dropped().length > 2 * elsewhere.length || undefined);
    expect(dropped()).toHaveLength(2 * elsewhere.length + 1);
  });

  it('of reads go to readers only', async () => {
    const bus = await as(reports);
    for (const prefix of [inboxPrefix('back-office', 'ledger'), inboxPrefix('identity'), 'evt.access']) {
      bus.connection.publish(read.subject, '{}', { reply: `${prefix}.x` });
    }
    expect(await codeOf(new RpcClient(bus).call(read, {}))).toBe('answered');
    expect(runs).toBe(1);
  });

  it.each([crm, ledger, reports])('reach nobody else: not %j', async (user) => {
    const bus = await as(user);
    expect(await listening(bus, `${bus.inboxPrefix}.y`)).toBe('allowed');
    for (const prefix of [
      inboxPrefix('keeper', 'files'),
      inboxPrefix('keeper', '*'),
      inboxPrefix('keeper'),
      inboxPrefix('service'),
      inboxPrefix('gateway'),
      '*',
    ]) {
      expect([prefix, await listening(bus, `${prefix}.>`)]).toEqual([prefix, expect.stringMatching(REFUSED)]);
    }
    for (const subject of ['>', `${keep.subject}.*`, 'rpc.access.>', `${share.subject}.crm`]) {
      expect(await listening(bus, subject)).toMatch(REFUSED);
    }
  });
});

it('needs a name', async () => {
  await expect(connect('keeper')).rejects.toThrow('A keeper needs a name on the bus, and none is given');
});
