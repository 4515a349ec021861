import { once } from 'node:events';
import { connect } from 'node:net';
import { createHash, randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createSession, type ClientOrigin, type SessionStarted } from '@roster/contracts';
import { sessionStarted } from '../../testing/session-started.js';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.js';

const PUBLIC_URL = 'http://localhost:3000';
const SECRET = randomBytes(32).toString('base64url');

let test: TestGateway;

afterEach(() => test.close());

const credentials = { email: 'ada@example.com', password: 'a long enough password' };
const hash = (secret: string) => createHash('sha256').update(secret).digest('hex');

/** The gateway, and where its services are told that each request came from. */
async function start(env: Record<string, string> = {}, given: Partial<SessionStarted> = {}): Promise<ClientOrigin[]> {
  test = await startTestGateway({ PUBLIC_URL, ...env });
  const origins: ClientOrigin[] = [];
  test.peers.answer(createSession, (_, { client }) => {
    if (client) origins.push(client);
    return { session: sessionStarted({ token: 't', ...given }) };
  });
  return origins;
}

const signIn = (headers: Record<string, string> = {}) => test.ask('/v1/sessions', { headers, body: credentials });

const FORGED = {
  'x-real-ip': '203.0.113.7',
  'x-client-ip': '203.0.113.7',
  'x-cluster-client-ip': '203.0.113.7',
  'x-original-forwarded-for': '203.0.113.7',
  'true-client-ip': '203.0.113.7',
  'cf-connecting-ip': '203.0.113.7',
  'fastly-client-ip': '203.0.113.7',
  forwarded: 'for=203.0.113.7',
  via: '1.1 203.0.113.7',
  'roster-client': '{"address":"203.0.113.7"}',
};

describe('where a request comes from (S58)', () => {
  it('is where its connection comes from, whatever headers say', async () => {
    const origins = await start();
    for (const forwarded of ['203.0.113.7', '203.0.113.7, 127.0.0.1', '::ffff:203.0.113.7', '0313.0.113.7', 'x', '']) {
      expect((await signIn({ ...FORGED, 'x-forwarded-for': forwarded })).status).toBe(201);
    }
    expect(new Set(origins.map(({ address }) => address))).toEqual(new Set(['127.0.0.1']));
  });

  it('is what as many proxies as are ours have said, and no more', async () => {
    const origins = await start({ TRUST_PROXY: '2' });
    const addressBehind = async (forwarded: string) => {
      await signIn({ ...FORGED, 'x-forwarded-for': forwarded });
      return origins.at(-1)?.address;
    };
    // What a client made up stands before what the outer proxy saw, and the inner one behind both.
    expect(await addressBehind('198.51.100.20, 10.0.0.1')).toBe('198.51.100.20');
    expect(await addressBehind('203.0.113.7, 198.51.100.20, 10.0.0.1')).toBe('198.51.100.20');
    expect(await addressBehind('203.0.113.7, 203.0.113.7, 203.0.113.7, 198.51.100.20, 10.0.0.1')).toBe('198.51.100.20');
    expect(await addressBehind('2001:db8::1, 10.0.0.1')).toBe('2001:db8::1');
  });

  it.each([
    ['203.0.113.7:51234', '203.0.113.7'],
    ['[2001:db8::7]:443', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['2001:DB8:0::7%eth0', '2001:db8::7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['[::FFFF:cb00:7107]:80', '203.0.113.7'],
  ])('is read as proxies write it: %s', async (forwarded, address) => {
    const origins = await start({ TRUST_PROXY: '1' });
    await signIn({ 'x-forwarded-for': forwarded });
    expect(origins).toEqual([expect.objectContaining({ address })]);
  });

  it('is where the connection comes from, if a proxy says what is no address', async () => {
    const origins = await start({ TRUST_PROXY: '1' });
    for (const forwarded of [
      'unknown',
      '_x',
      '',
      ',',
      '203.0.113',
      '0313.0.113.7',
      '203.0.113.7:x',
      '[203.0.113.7',
      '\u00a0',
    ]) {
      expect((await signIn({ 'x-forwarded-for': forwarded })).status).toBe(201);
    }
    expect(origins.map(({ address }) => address)).toEqual(Array.from({ length: 9 }, () => '127.0.0.1'));
  });

  it('is known of every request, also where its connection was reset before the request was read', async () => {
    const origins = await start();
    const body = JSON.stringify(credentials);
    const head = `POST /v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json`;
    for (let round = 0; round < 10; round += 1) {
      const socket = connect(test.port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write(`${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
      socket.resetAndDestroy();
      expect((await signIn()).status).toBe(201);
    }
    expect(new Set(origins.map(({ address }) => address))).toEqual(new Set(['127.0.0.1']));
  });

  it('has the program’s name in it, cut short', async () => {
    const origins = await start();
    await signIn({ 'user-agent': 'x'.repeat(2_000) });
    expect(origins[0]?.userAgent).toBe('x'.repeat(400));
  });
});

describe('the device', () => {
  it('is shown by header or cookie, the header first, and travels as a hash', async () => {
    const origins = await start();
    const other = randomBytes(32).toString('base64url');
    await signIn({ 'roster-device': SECRET });
    await signIn({ cookie: `roster_device=${SECRET}` });
    await signIn({ 'roster-device': SECRET, cookie: `roster_device=${other}` });
    expect(origins.map(({ deviceHash }) => deviceHash)).toEqual([SECRET, SECRET, SECRET].map(hash));
  });

  it('counts as none where it is none', async () => {
    const origins = await start();
    for (const device of ['', 'x', `${SECRET}x`, `${SECRET.slice(1)} `, 'ü'.repeat(43)]) {
      await signIn({ cookie: `roster_device=${encodeURIComponent(device)}` });
    }
    expect(origins.map(({ deviceHash }) => deviceHash)).toEqual(Array.from({ length: 5 }, () => undefined));
  });

  it('of a program gets its secret in the answer', async () => {
    await start({}, { deviceToken: SECRET });
    const { body, headers } = await signIn();
    expect(body).toMatchObject({ token: 't', deviceToken: SECRET });
    expect(headers['set-cookie']).toBeUndefined();
  });

  it('of a browser gets it as a cookie of its own, for as long as browsers keep one (S34)', async () => {
    await start({ PUBLIC_URL: 'https://roster.example.com' }, { deviceToken: SECRET });
    const { text, headers } = await signIn({ 'x-requested-with': 'roster' });
    expect(text).not.toContain(SECRET);
    expect(headers['set-cookie']).toEqual([
      `__Host-roster_device=${SECRET}; Max-Age=34560000; Path=/; HttpOnly; Secure; SameSite=Lax`,
      expect.stringMatching(/^__Host-roster_session=t; /),
    ]);
  });

  it('that is known keeps its cookie from then on for as long again', async () => {
    await start();
    const ours = { 'x-requested-with': 'roster', cookie: `roster_device=${SECRET}` };
    const { headers } = await signIn(ours);
    expect(headers['set-cookie']).toEqual([
      `roster_device=${SECRET}; Max-Age=34560000; Path=/; HttpOnly; SameSite=Lax`,
      expect.stringMatching(/^roster_session=t; /),
    ]);
  });

  it('is not believed of a cookie that another host may have planted, where https prevents that', async () => {
    const origins = await start({ PUBLIC_URL: 'https://roster.example.com' });
    await signIn({ cookie: `roster_device=${SECRET}` });
    await signIn({ cookie: `__Host-roster_device=${SECRET}` });
    expect(origins.map(({ deviceHash }) => deviceHash)).toEqual([undefined, hash(SECRET)]);
  });
});
