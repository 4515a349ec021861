import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { acceptInvitation, createSession, endSession, resolveSession, type SignInAnswer } from '@roster/contracts';
import { sessionStarted } from '../testing/session-started.js';
import { signal } from '../testing/signal.js';
import { bearer, startTestGateway, type TestGateway } from '../testing/test-gateway.js';

const PUBLIC_URL = 'http://localhost:3000';

let test: TestGateway;

beforeAll(async () => {
  test = await startTestGateway({ PUBLIC_URL });
  test.peers.answer(createSession, () => started('secret-token'));
  test.peers.answer(acceptInvitation, () => started('secret-token'));
});

afterAll(() => test.close());

const started = (token: string): SignInAnswer => ({
  session: sessionStarted({ token, version: 4 }),
});

const ours = { 'x-requested-with': 'roster' };
const cookie = (token: string) => ({ cookie: `roster_session=${token}` });
const me = (headers: Record<string, string>) => test.ask('/v1/me', { headers });
const signOut = (headers: Record<string, string>) => test.ask('/v1/sessions/current', { method: 'DELETE', headers });
const credentials = { email: 'ada@example.com', password: 'a long enough password' };

describe('a sign-in', () => {
  it('gives a program its token, and no cookie', async () => {
    const { status, headers, body } = await test.ask('/v1/sessions', { body: credentials });
    expect(status).toBe(201);
    const { sessionId: _, ...shown } = sessionStarted({ token: 'secret-token' });
    expect(body).toEqual(shown);
    expect(headers['set-cookie']).toBeUndefined();
  });

  it('gives a page of ours a cookie, and no token (S34)', async () => {
    for (const [path, body] of [
      ['/v1/sessions', credentials],
      ['/v1/invitations/accept', { token: 't' }],
    ] as const) {
      const { status, headers, text } = await test.ask(path, { headers: ours, body });
      expect(status).toBe(201);
      expect(text).not.toContain('secret-token');
      expect(headers['set-cookie']).toEqual([
        'roster_session=secret-token; Path=/; Expires=Tue, 01 Jan 2030 00:00:00 GMT; HttpOnly; SameSite=Lax',
      ]);
    }
  });

  it('takes the session along where an invitation is accepted, if it is a good one', async () => {
    const actors: unknown[] = [];
    test.peers.answer(acceptInvitation, (_, { actor }) => {
      actors.push(actor?.kind === 'session' ? actor.sessionId : undefined);
      return started('t');
    });
    const { token, session } = test.peers.signIn();
    for (const headers of [bearer(token), bearer('wrong'), { authorization: 'Basic x' }, {}]) {
      expect((await test.ask('/v1/invitations/accept', { headers, body: { token: 't' } })).status).toBe(201);
    }
    expect(actors).toEqual([session.sessionId, undefined, undefined, undefined]);
  });
});

describe('a request', () => {
  it('is answered by bearer or by cookie, the bearer first', async () => {
    const { token } = test.peers.signIn();
    expect((await me(bearer(token))).status).toBe(200);
    expect((await me(cookie(token))).status).toBe(200);
    expect((await me({ ...bearer('wrong'), ...cookie(token) })).status).toBe(401);
    expect((await me({ authorization: 'Basic x', ...cookie(token) })).status).toBe(401);
  });

  it('without a session is told how to sign in', async () => {
    expect(await me({})).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer', 'content-type': 'application/problem+json' },
      body: { code: 'session.required' },
    });
  });
});

describe('the cache', () => {
  it('asks identity once, for requests at the same time too', async () => {
    const { token } = test.peers.signIn();
    const before = test.peers.times(resolveSession);
    await Promise.all(Array.from({ length: 20 }, () => me(bearer(token))));
    await me(bearer(token));
    expect(test.peers.times(resolveSession) - before).toBe(1);
  });

  it('forgets a session as soon as it hears of its end', async () => {
    const { token } = test.peers.signIn();
    expect((await me(bearer(token))).status).toBe(200);
    await test.peers.end(token, { silent: true });
    expect((await me(bearer(token))).status).toBe(200);
    await test.peers.end(token);
    // All that was said on the bus before this has been heard.
    await test.bus.connection.flush();
    expect((await me(bearer(token))).status).toBe(401);
  });

  it('does not keep an answer from before the end that comes after it', async () => {
    const { token, session } = test.peers.signIn();
    const [asked, answer] = [signal(), signal()];
    const usual = test.peers.replace(resolveSession, async () => {
      asked.give();
      await answer.given;
      return session;
    });
    const early = me(bearer(token));
    await asked.given;
    test.peers.answer(resolveSession, usual);
    await test.peers.end(token);
    // A round trip on the gateway's own connection: the event has arrived by then.
    await test.bus.connection.flush();
    answer.give();
    expect((await early).status).toBe(200);
    expect((await me(bearer(token))).status).toBe(401);
  });
});

describe('a sign-out', () => {
  it('ends this session, at once and for the browser too', async () => {
    const { token, session } = test.peers.signIn();
    expect((await me(cookie(token))).status).toBe(200);
    test.peers.answer(endSession, async ({ sessionId }) => {
      expect(sessionId).toBe(session.sessionId);
      await test.peers.end(token, { silent: true });
      return {};
    });
    const out = await test.ask('/v1/sessions/current', { method: 'DELETE', headers: { ...cookie(token), ...ours } });
    expect(out.status).toBe(204);
    expect(out.headers['set-cookie']?.[0]).toMatch(/^roster_session=; .*Expires=Thu, 01 Jan 1970/);
    expect(out.headers['clear-site-data']).toBe('"cache", "storage"');
    expect((await me(cookie(token))).status).toBe(401);
  });

  it('leaves a program’s answer bare, and ends another session by its id', async () => {
    const [own, other] = [test.peers.signIn(), test.peers.signIn()];
    await me(bearer(other.token));
    test.peers.answer(endSession, async () => {
      await test.peers.end(other.token, { silent: true });
      return {};
    });
    const { sessionId } = other.session;
    const ended = await test.ask(`/v1/sessions/${sessionId}`, { method: 'DELETE', headers: bearer(own.token) });
    expect(ended.status).toBe(204);
    expect(ended.headers).not.toHaveProperty('clear-site-data');
    expect((await me(bearer(other.token))).status).toBe(401);
  });
});

describe('a write that rests on the cookie', () => {
  it('is refused when a foreign page may stand behind it (S54)', async () => {
    const { token } = test.peers.signIn();
    const refusals: Record<string, string>[] = [
      {},
      { ...ours, origin: 'null' },
      { ...ours, origin: 'https://evil.example' },
      { origin: 'https://evil.example' },
    ];
    for (const headers of refusals) {
      expect(await signOut({ ...cookie(token), ...headers })).toMatchObject({
        status: 403,
        body: { code: 'request.cross-site' },
      });
    }
    const form = { ...cookie(token), 'content-type': 'text/plain', origin: 'https://evil.example' };
    expect((await test.ask('/v1/invitations', { headers: form, body: '{}' })).status).toBe(403);
    expect((await me({ ...cookie(token), origin: 'https://evil.example' })).status).toBe(200);
  });

  it('is taken from our own origin', async () => {
    const { token } = test.peers.signIn();
    test.peers.answer(endSession, () => ({}));
    expect((await signOut({ ...cookie(token), ...ours, origin: PUBLIC_URL })).status).toBe(204);
  });
});

describe('behind https', () => {
  it('the cookie is bound to the host and to https, and browsers are told to stay there', async () => {
    const secure = await startTestGateway({ PUBLIC_URL: 'https://roster.example.com' });
    try {
      secure.peers.answer(createSession, () => started('t'));
      const { headers } = await secure.ask('/v1/sessions', { headers: ours, body: credentials });
      expect(headers['set-cookie']?.[0]).toMatch(
        /^__Host-roster_session=t; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/,
      );
      expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
    } finally {
      await secure.close();
    }
  });
});
