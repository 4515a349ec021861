import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getMe, resolveSession, type ResolvedSession } from '@roster/contracts';
import { declaredRoutes } from '../http/exposure/declared-routes.js';
import { controllers } from '../routes/controllers.js';
import { bearer, startTestGateway, type TestGateway } from '../testing/test-gateway.js';

let test: TestGateway;

beforeAll(async () => {
  test = await startTestGateway();
});
afterAll(() => test.close());

const ROUTES = declaredRoutes(controllers).filter(({ exposure }) => exposure && exposure.session !== 'none');

/** Asks a route as it is, with ids in its path. */
const ask = (method: string, path: string, headers: Record<string, string>) =>
  test.ask(
    path.replaceAll(/:\w+/g, () => randomUUID()),
    {
      method,
      headers,
      ...(method === 'GET' ? {} : { body: {} }),
    },
  );

describe('a request that names another account than its session’s', () => {
  it('is refused by every route that knows who asks, and nobody is asked but whose the session is', async () => {
    const { token } = test.peers.signIn();
    const asked = () => test.peers.asked.filter((subject) => subject !== resolveSession.subject);
    const before = asked();
    expect(ROUTES.length).toBeGreaterThan(80);
    for (const other of [randomUUID(), '', 'x']) {
      const headers = { ...bearer(token), 'roster-account': other };
      const refusals = await Promise.all(
        ROUTES.map(async ({ method, path }) => ({ route: `${method} ${path}`, ...(await ask(method, path, headers)) })),
      );
      const answers = refusals.map(({ route, status, body }) => ({
        route,
        status,
        code: (body as { code: string }).code,
      }));
      expect(answers).toEqual(answers.map(({ route }) => ({ route, status: 409, code: 'session.account-changed' })));
    }
    expect(asked()).toEqual(before);
  });

  it('is known by a cookie too, and after its session: without one it is 401', async () => {
    const { token } = test.peers.signIn();
    const other = { 'roster-account': randomUUID() };
    expect((await test.ask('/v1/me', { headers: { cookie: `roster_session=${token}`, ...other } })).status).toBe(409);
    expect((await test.ask('/v1/me', { headers: other })).status).toBe(401);
  });

  it('is no such request where it names the session’s own, however that is written', async () => {
    const { token, session } = test.peers.signIn();
    for (const own of [session.accountId, session.accountId.toUpperCase()]) {
      expect((await test.ask('/v1/me', { headers: { ...bearer(token), 'roster-account': own } })).status).toBe(200);
    }
  });
});

describe('a request that a page sends by itself', () => {
  it('is told to identity as such, and only where the header says so (S31)', async () => {
    const seen: (boolean | undefined)[] = [];
    const sessions = new Map<string, ResolvedSession>();
    const usual = test.peers.replace(resolveSession, ({ background }) => {
      seen.push(background);
      return [...sessions.values()][0] ?? {};
    });
    try {
      for (const value of ['1', '0', 'true', undefined]) {
        const { token, session } = test.peers.signIn();
        sessions.clear();
        sessions.set(token, session);
        const headers = { ...bearer(token), ...(value !== undefined && { 'roster-background': value }) };
        expect((await test.ask('/v1/me', { headers })).status).toBe(200);
      }
    } finally {
      test.peers.answer(resolveSession, usual as never);
    }
    expect(seen).toEqual([true, undefined, undefined, undefined]);
  });

  it('leaves use to be recorded by the next request that is one', async () => {
    const { token } = test.peers.signIn();
    const times = () => test.peers.times(resolveSession);
    const before = times();
    const background = { ...bearer(token), 'roster-background': '1' };
    for (const headers of [background, background, bearer(token), bearer(token), background]) {
      expect((await test.ask('/v1/me', { headers })).status).toBe(200);
    }
    expect(times() - before).toBe(2);
    expect(test.peers.times(getMe)).toBeGreaterThan(0);
  });
});
