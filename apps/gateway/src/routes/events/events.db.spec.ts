import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sayBeat } from '@roster/client';
import {
  getSnapshot,
  identityActRecorded,
  loadPresets,
  memberEdited,
  memberRolesChanged,
  RosterError,
  resolveSession,
  serviceUnavailable,
  type EventContract,
  type ResolvedSession,
} from '@roster/contracts';
import type { AccountPolicy } from '@roster/permissions';
import { accessSigner } from '../../../../../test/harness/access-keys.js';
import { EventClient } from '../../../../../test/harness/event-client.js';
import { eventually } from '../../../../../test/harness/eventually.js';
import { SessionsService } from '../../auth/sessions.service.js';
import {
  bearer,
  openGateway,
  startTestGateway,
  type OpenGateway,
  type TestGateway,
} from '../../testing/test-gateway.js';

const catalogueHash = loadPresets().catalogue('ortto')?.hash ?? '';
const ADMIN = randomUUID();

interface Account extends AccountPolicy {
  readonly admin: string;
  readonly guest: string;
}

let test: TestGateway;
let second: OpenGateway;
let beating: NodeJS.Timeout;
const accounts = new Map<string, Account>();
const clients: EventClient[] = [];

beforeAll(async () => {
  test = await startTestGateway();
  second = await openGateway(test.nats.url);
  test.peers.answer(getSnapshot, ({ accountId, since }) => {
    const policy = accounts.get(accountId);
    if (!policy) return { found: false };
    const { members, admin: _, guest: __, ...account } = policy;
    const head = { found: true, preset: 'ortto', catalogueHash, version: policy.version, next: null };
    return since === policy.version ? { ...head, deltas: [] } : { ...head, account, members: [...members] };
  });
  beating = setInterval(
    () => sayBeat(test.peers.connection, { at: Date.now(), presets: '', window: 5_000, versions: {} }, accessSigner),
    100,
  );
});
afterAll(async () => {
  clearInterval(beating);
  for (const client of clients) client.close();
  await second?.close();
  await test?.close();
});

/** An account with an admin, and a guest who may see nothing. */
function newAccount(): Account {
  const [accountId, admin, guest] = [randomUUID(), randomUUID(), randomUUID()];
  const account: Account = {
    accountId,
    status: 'active',
    version: 5,
    ownerMemberId: randomUUID(),
    roles: [{ id: ADMIN, grants: { 'members:view': ['all'] } as never }],
    members: [
      { id: admin, status: 'active', roleIds: [ADMIN] },
      { id: guest, status: 'active', roleIds: [] },
    ],
    admin,
    guest,
  };
  const grants =
    loadPresets()
      .get('ortto')
      ?.systemRoles.find(({ slug }) => slug === 'admin')?.grants ?? {};
  const sound = { ...account, roles: [{ id: ADMIN, grants }] };
  accounts.set(accountId, sound);
  return sound;
}

const signIn = ({ accountId }: Account, memberId: string) => test.peers.signIn({ accountId, memberId });

async function listen(
  token: string,
  { port = test.port, read = true, ...headers }: { port?: number; read?: boolean; [name: string]: unknown } = {},
): Promise<EventClient> {
  const client = await EventClient.open(
    `http://127.0.0.1:${port}`,
    { ...bearer(token), ...(headers as Record<string, string>) },
    { read },
  );
  clients.push(client);
  return client;
}

function say<T extends object>(event: EventContract<T>, { accountId }: Account, subject: string, data: object): void {
  const envelope = { specversion: '1.0', id: randomUUID(), type: event.subject, subject, accountid: accountId, data };
  test.peers.connection.publish(event.subject, JSON.stringify(envelope));
}

const edit = (account: Account, id: string) =>
  say(memberEdited, account, id, { account: { name: 'Acme' }, member: { id, email: 'secret@example.com' } });

/** The last notice of this event is for everybody in the account; so whatever was said before has been heard, or never will be. */
async function settled(account: Account, ...listeners: EventClient[]): Promise<void> {
  const mark = randomUUID();
  say(identityActRecorded, account, mark, { action: 'account.edited', targetId: mark });
  for (const client of listeners) {
    await eventually('the last event', async () => client.text.includes(mark) || undefined);
    await eventually(
      'all of it',
      async () => client.received.some(({ data }) => (data as { id: string }).id === mark) || undefined,
    );
  }
}

const membersTold = (client: EventClient) =>
  client.of('changed').filter((data) => (data as { noun: string }).noun === 'member');

describe('an event', () => {
  it('is told by every gateway to those who may see the thing, of one’s own always, and never in another account', async () => {
    const [account, other] = [newAccount(), newAccount()];
    const admin = await listen(signIn(account, account.admin).token);
    const elsewhere = await listen(signIn(account, account.admin).token, { port: second.port });
    const guest = await listen(signIn(account, account.guest).token);
    const stranger = await listen(signIn(other, other.admin).token);
    const somebody = randomUUID();
    edit(account, somebody);
    edit(account, account.guest);
    await settled(account, admin, elsewhere, guest);
    await settled(other, stranger);
    const own = { noun: 'member', id: account.guest };
    for (const client of [admin, elsewhere]) {
      expect(membersTold(client)).toEqual([{ noun: 'member', id: somebody }, own]);
    }
    expect(membersTold(guest)).toEqual([own]);
    expect(stranger.text).not.toContain(account.guest);
    expect(admin.text).not.toContain('secret');
  });

  it('is told by the rights of that moment, not by those of when the stream was opened', async () => {
    const account = newAccount();
    const admin = await listen(signIn(account, account.admin).token);
    const guest = await listen(signIn(account, account.guest).token);
    edit(account, randomUUID());
    await settled(account, admin, guest);
    accounts.set(account.accountId, {
      ...account,
      version: 6,
      members: [
        { id: account.admin, status: 'active', roleIds: [] },
        { id: account.guest, status: 'active', roleIds: [ADMIN] },
      ],
    });
    const before = [membersTold(admin).length, membersTold(guest).length];
    const somebody = randomUUID();
    say(memberRolesChanged, account, somebody, { memberId: somebody, roles: [], version: 6 });
    await settled(account, admin, guest);
    expect(membersTold(admin).slice(before[0])).toEqual([]);
    expect(membersTold(guest).slice(before[1])).toEqual([{ noun: 'member', id: somebody, version: 6 }]);
  });

  it('is told as “read again” where nobody can decide about it', async () => {
    const account = newAccount();
    const guest = await listen(signIn(account, account.guest).token);
    const usual = test.peers.replace(getSnapshot, () => {
      throw new RosterError(serviceUnavailable);
    });
    try {
      say(memberRolesChanged, account, randomUUID(), { memberId: randomUUID(), roles: [], version: 99 });
      await eventually('a resync', async () => guest.of('resync').length > 0 || undefined);
      expect(membersTold(guest)).toEqual([]);
    } finally {
      test.peers.answer(getSnapshot, usual as never);
    }
  });
});

describe('who comes back', () => {
  it('is told what was missed, where that is known here, and else to read again', async () => {
    const account = newAccount();
    const { token } = signIn(account, account.admin);
    const first = await listen(token);
    edit(account, randomUUID());
    await settled(account, first);
    const { lastEventId } = first;
    first.close();
    const missed = randomUUID();
    edit(account, missed);
    await eventually('it to be missed', async () => {
      const again = await listen(token, { 'last-event-id': lastEventId });
      await eventually('an answer', async () => again.text !== '' || undefined);
      const isTold = await eventually('what was missed', async () => again.received.length > 0 || undefined);
      expect([isTold, again.of('resync')]).toEqual([true, []]);
      expect(membersTold(again)).toEqual([{ noun: 'member', id: missed }]);
      again.close();
      return true;
    });
    for (const [port, id] of [
      [second.port, lastEventId],
      [test.port, 'x.1'],
    ] as const) {
      const again = await listen(token, { port, 'last-event-id': id });
      await eventually('a resync', async () => again.of('resync').length > 0 || undefined);
      await settled(account, again);
      expect(membersTold(again)).toEqual([]);
      expect(again.of('resync')).toEqual([{}]);
    }
  });

  it('is told to read again after this gateway has lost the bus', async () => {
    const account = newAccount();
    const admin = await listen(signIn(account, account.admin).token, { port: second.port });
    await second.bus.connection.reconnect();
    await eventually('a resync', async () => admin.of('resync').length > 0 || undefined);
    await settled(account, admin);
    expect(membersTold(admin)).toEqual([]);
  });
});

describe('a stream', () => {
  it('ends with its session at every gateway, and is not opened again', async () => {
    const account = newAccount();
    const { token } = signIn(account, account.admin);
    const open = [await listen(token), await listen(token, { port: second.port })];
    const bystander = await listen(signIn(account, account.admin).token);
    await test.peers.end(token);
    for (const client of open) await eventually('its end', async () => client.isOver || undefined);
    expect((await listen(token)).status).toBe(401);
    await settled(account, bystander);
    expect(bystander.isOver).toBe(false);
  });

  it('tells nothing more once its session is over, also where the end of it was not heard', async () => {
    const account = newAccount();
    const { token } = signIn(account, account.admin);
    const client = await listen(token);
    await settled(account, client);
    await test.peers.end(token, { silent: true });
    test.gateway.app.get(SessionsService).forgetAll();
    const { text } = client;
    edit(account, randomUUID());
    await eventually('its end', async () => client.isOver || undefined);
    expect(client.text).toBe(text);
  });

  it('is no use of the session', async () => {
    const seen: (boolean | undefined)[] = [];
    const { token, session } = signIn(newAccount(), randomUUID());
    const usual = test.peers.replace(resolveSession, ({ background }) => {
      seen.push(background);
      return session;
    });
    try {
      await listen(token);
    } finally {
      test.peers.answer(resolveSession, usual as never);
    }
    expect(seen).toEqual([true]);
  });

  it('is one of five of a session at most', async () => {
    const account = newAccount();
    const { token } = signIn(account, account.admin);
    const open = [];
    for (let at = 0; at < 5; at += 1) open.push(await listen(token));
    expect(open.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const refused = await test.ask('/v1/events', { headers: bearer(token) });
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate.limited' } });
    expect(refused.headers['retry-after']).toBeDefined();
    expect((await listen(signIn(account, account.admin).token)).status).toBe(200);
    open[0]?.close();
    await eventually('room for another', async () => (await listen(token)).status === 200 || undefined);
  });

  it('is for people who are signed in, in the account that they see', async () => {
    const { token } = test.peers.signIn();
    const key = test.peers.signIn({ kind: 'api-key', permissions: null } as Partial<ResolvedSession>);
    const ask = (headers: Record<string, string>, path = '/v1/events', method = 'GET') =>
      test.ask(path, { method, headers });
    expect(await ask({})).toMatchObject({ status: 401, body: { code: 'session.required' } });
    expect(await ask(bearer(key.token))).toMatchObject({ status: 403, body: { code: 'permission.denied' } });
    expect(await ask({ ...bearer(token), 'roster-account': randomUUID() })).toMatchObject({ status: 409 });
    expect(await ask(bearer(token), '/v1/events?token=x')).toMatchObject({ status: 422 });
    expect(await ask(bearer(token), '/v1/events', 'DELETE')).toMatchObject({ status: 405 });
    expect(await ask(bearer(token), '/v1/events', 'OPTIONS')).toMatchObject({ status: 405 });
  });

  it('has headers by which nobody keeps it back, and answers HEAD without beginning', async () => {
    const { token } = test.peers.signIn();
    const headers = {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    };
    const client = await listen(token);
    await eventually('its beginning', async () => client.lastEventId || undefined);
    expect(client.response.headers).toMatchObject(headers);
    expect(client.text).toMatch(/^retry: \d+\nid: [\w.-]+\n\n$/);
    for (let at = 0; at < 6; at += 1) {
      const head = await test.ask('/v1/events', { method: 'HEAD', headers: bearer(token) });
      expect(head).toMatchObject({ status: 200, text: '', headers });
    }
  });
});

describe('a gateway that stops', () => {
  it('sends the listeners away, and waits for none, not even for who does not read', async () => {
    const leaving = await openGateway(test.nats.url);
    const account = newAccount();
    const { token } = signIn(account, account.admin);
    const { port } = leaving;
    const client = await listen(token, { port });
    const idle = await listen(token, { port, read: false });
    await eventually('its beginning', async () => client.lastEventId || undefined);
    await leaving.close();
    await eventually('its end', async () => client.isOver || undefined);
    expect(client.text).toMatch(/\nretry: [12]\d{3}\n\n$/);
    idle.close();
  });
});
