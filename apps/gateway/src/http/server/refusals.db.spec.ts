import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allRpcs } from '@roster/contracts';
import { controllers } from '../../routes/controllers.js';
import { declaredRoutes } from '../exposure/declared-routes.js';
import { bearer, startTestGateway, type TestGateway } from '../../testing/test-gateway.js';

let test: TestGateway;
let headers: { authorization: string };

beforeAll(async () => {
  test = await startTestGateway({ BODY_LIMIT: '4096' });
  headers = bearer(test.peers.signIn().token);
});

afterAll(() => test.close());

const problem = (status: number, code: string) => ({
  status,
  headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  body: { status, code },
});

const send = (body: string, extra: Record<string, string>) => test.ask('/v1/invitations', { headers: extra, body });

/** What the server says to raw bytes on a connection, until it closes it. */
const raw = (bytes: string) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(test.port, '127.0.0.1', () => socket.write(bytes));
    let said = '';
    socket.on('data', (data) => (said += data.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve(said));
  });

/** Whether the path of one route is a path of the other too. */
function isLike(path: string, other: string): boolean {
  const [mine, theirs] = [path.split('/'), other.split('/')];
  return mine.length === theirs.length && mine.every((word, at) => theirs[at] === word || theirs[at]?.startsWith(':'));
}

describe('refusals', () => {
  it('come in their order: origin, type, size, form, session, then the service’s', async () => {
    const cookie = { cookie: 'roster_session=x' };
    const text = { 'content-type': 'text/plain' };
    const large = JSON.stringify({ emails: ['x'.repeat(5_000)] });
    expect(await send('{', { ...cookie, ...text })).toMatchObject(problem(403, 'request.cross-site'));
    expect(await send(large, text)).toMatchObject(problem(415, 'request.unsupported-media-type'));
    expect(await send(large, {})).toMatchObject(problem(413, 'request.too-large'));
    expect(await send('{', {})).toMatchObject(problem(400, 'request.malformed'));
    expect(await send('{"a":1,"a":1}', {})).toMatchObject(problem(400, 'request.malformed'));
    expect(await send('{}', {})).toMatchObject(problem(401, 'session.required'));
    expect(await send('{"isOwner":true}', headers)).toMatchObject(problem(422, 'request.invalid'));
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'x',
    '',
  ])('meet the content type %j', async (type) => {
    const answer = await test.ask('/v1/sessions', { headers: { 'content-type': type }, body: 'a=b' });
    expect(answer).toMatchObject(problem(415, 'request.unsupported-media-type'));
  });

  it('meet keys that reach into prototypes, and change nothing (S48)', async () => {
    for (const body of ['{"__proto__":{"isOwner":true}}', '{"constructor":{"prototype":{"isOwner":true}}}']) {
      expect(await test.ask('/v1/invitations', { headers, body })).toMatchObject(problem(400, 'request.malformed'));
    }
    expect(await test.ask('/v1/invitations', { headers, body: '{"constructor":1}' })).toMatchObject(
      problem(422, 'request.invalid'),
    );
    expect(await test.ask('/v1/members?__proto__=1', { headers })).toMatchObject(problem(422, 'request.invalid'));
    expect('isOwner' in {}).toBe(false);
  });

  it('meet unknown paths and methods, whoever asks', async () => {
    for (const path of [
      '/v1',
      '/v1/nothing',
      '/metrics',
      '/.git/config',
      '/docs',
      '/openapi.json',
      '/v1/members/../../x',
    ]) {
      expect(await test.ask(path, { headers })).toMatchObject(problem(404, 'route.not-found'));
    }
    expect(await test.ask(`/v1/members/${'x'.repeat(1_000)}`, { headers })).toMatchObject(
      problem(404, 'route.not-found'),
    );
    expect(await test.ask('/v1/members/%zz', { headers })).toMatchObject(problem(400, 'request.malformed'));
  });

  it('meet methods that a path does not have, and say which it has (RFC 9110, 15.5.6)', async () => {
    const paths = new Map<string, Set<string>>();
    for (const { method, path } of declaredRoutes(controllers)) {
      const methods = paths.get(path) ?? new Set();
      for (const each of method === 'GET' ? ['GET', 'HEAD'] : [method]) methods.add(each);
      paths.set(path, methods);
    }
    expect(paths.size).toBeGreaterThan(90);
    // A path of fixed words is one of a parameter too: `DELETE /v1/sessions/current` beside `/v1/sessions/:sessionId`.
    const methodsAt = (path: string) => {
      const like = [...paths].filter(([other]) => isLike(path, other)).flatMap(([, methods]) => [...methods]);
      return [...new Set(like)].sort();
    };
    for (const path of paths.keys()) {
      const allowed = methodsAt(path);
      const at = path.replaceAll(/:\w+/g, randomUUID());
      const wrong = ['OPTIONS', 'TRACE', 'PROPFIND', 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
      const answers = wrong
        .filter((method) => !allowed.includes(method))
        .map(async (method) => {
          const { status, headers: said, body } = await test.ask(at, { method, headers });
          const code = method === 'HEAD' ? 'request.method-not-allowed' : (body as { code?: string } | undefined)?.code;
          return { method, path, status, allow: String(said.allow).split(', '), code };
        });
      for (const answer of await Promise.all(answers)) {
        const { method } = answer;
        expect(answer).toEqual({ method, path, status: 405, allow: allowed, code: 'request.method-not-allowed' });
      }
    }
  });

  it.each(['OPTIONS', 'TRACE', 'PROPFIND', 'HEAD', 'PUT'])('meet %s where there is no path', async (method) => {
    const answer = await test.ask('/v1/nothing', { method, headers });
    expect(answer.status).toBe(404);
    expect(answer.headers).not.toHaveProperty('allow');
  });

  it.each([
    'application/json; charset=iso-8859-1',
    'application/json;charset=utf-16',
    'application/json; charset="latin1"',
    'application/json; CHARSET=us-ascii',
    'application/json; charset=',
    'application/json; charset=utf-8; charset=utf-16',
    'application/merge-patch+json; charset=windows-1252',
  ])('meet %s, which is no UTF-8', async (type) => {
    const answer = await send('{}', { ...headers, 'content-type': type });
    expect(answer).toMatchObject(problem(415, 'request.unsupported-media-type'));
  });

  it.each(['application/json; charset=UTF-8', 'application/json;charset="utf-8"', 'application/json; charset=utf8'])(
    'do not meet %s',
    async (type) => {
      expect((await send('{}', { ...headers, 'content-type': type })).status).toBe(422);
    },
  );

  it.each(['gzip', 'br', 'deflate', 'identity, gzip', 'x', 'GZIP'])(
    'meet the content encoding %s',
    async (encoding) => {
      const answer = await send('{}', { ...headers, 'content-encoding': encoding });
      expect(answer).toMatchObject(problem(415, 'request.unsupported-media-type'));
      expect(answer.headers['accept-encoding']).toBe('identity');
    },
  );

  it('meet what is not HTTP', async () => {
    expect(await raw('nonsense\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 [^]*application\/problem\+json[^]*"request\.malformed"/,
    );
    const smuggled =
      'POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}';
    expect(await raw(smuggled)).toMatch(/^HTTP\/1\.1 400 /);
    expect(await raw(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 [^]*headers-too-large/,
    );
  });
});

describe('every answer', () => {
  it('has the headers that protect browsers, and none that opens it to others (S55 to S57)', async () => {
    for (const path of ['/v1/plans', '/v1/me', '/nothing', '/health/live']) {
      const answer = await test.ask(path, { headers: { origin: 'https://evil.example' } });
      expect(answer.headers).toMatchObject({
        'content-security-policy':
          "default-src 'self';object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      for (const absent of ['access-control-allow-origin', 'x-powered-by', 'server', 'strict-transport-security']) {
        expect(answer.headers).not.toHaveProperty(absent);
      }
    }
  });

  it('to HEAD is that to GET without the body', async () => {
    const answer = await test.ask('/v1/plans', { method: 'HEAD' });
    expect(answer).toMatchObject({ status: 200, text: '' });
  });
});

describe('nonsense', () => {
  const values: unknown[] = [
    null,
    0,
    -1,
    '',
    'x',
    '\0',
    [],
    [[]],
    {},
    { $ne: 1 },
    true,
    'x'.repeat(2_000),
    ['x', 1, null],
    1e300,
  ];
  const names = new Set(
    allRpcs()
      .filter(({ callers }) => callers.includes('gateway'))
      .flatMap(({ input }) => Object.getOwnPropertyNames(new input())),
  );
  const fields = [
    'email',
    'token',
    'emails',
    'roleIds',
    'checks',
    'owner',
    'name',
    'subject',
    'memberId',
    'limit',
    ...names,
  ];

  it('on any route is the sender’s fault, never ours (S60)', async () => {
    const routes: [string, string][] = [
      ['POST', '/v1/accounts'],
      ['POST', '/v1/email-verifications'],
      ['POST', '/v1/sessions'],
      ['POST', '/v1/invitations'],
      ['POST', '/v1/invitations/lookup'],
      ['POST', '/v1/invitations/accept'],
      ['POST', '/v1/invitations/x/resend'],
      ['PUT', '/v1/members/x/roles'],
      ['POST', '/v1/members/x/revoke'],
      ['POST', '/v1/checks'],
      ['POST', '/access/v1/evaluation'],
      ['DELETE', '/v1/sessions/x'],
    ];
    const bodies = [
      ...values.map((value) => JSON.stringify(value)),
      ...fields.flatMap((field) => values.map((value) => JSON.stringify({ [field]: value }))),
      '{"limit":1e400}',
      `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`,
      '\0',
      '{"a":"\ud800"}',
    ];
    const statuses = new Set<number>();
    for (const [method, path] of routes) {
      const answers = await Promise.all(bodies.map((body) => test.ask(path, { method, headers, body })));
      for (const { status } of answers) statuses.add(status);
    }
    const queries = [
      'limit=1e9',
      'limit=a',
      'cursor=%00',
      'q[]=1',
      'role=&role=',
      'limit=1&limit=2',
      '__proto__=1',
      '%',
      '&&&',
      'q=%ff',
    ];
    for (const query of queries) {
      for (const path of ['/v1/members', '/v1/invitations', '/v1/roles', '/v1/plans', '/v1/notifications/deliveries']) {
        statuses.add((await test.ask(`${path}?${query}`, { headers })).status);
      }
    }
    expect([...statuses].filter((status) => status >= 500)).toEqual([]);
    expect(statuses).toContain(422);
  });
});
