import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { checkHealth, listPlans, resolveSession } from '@roster/contracts';
import { eventually } from '../../../../../test/harness/eventually.js';
import { signal } from '../../testing/signal.js';
import { bearer, startTestGateway, type TestGateway } from '../../testing/test-gateway.js';

let test: TestGateway;

beforeAll(async () => {
  test = await startTestGateway();
  test.peers.answer(listPlans, () => ({ items: [], nextCursor: null }));
});

afterAll(() => test.close());

/** What is said at once. Where somebody is waited for in vain, it is `service.timeout`. */
const unavailable = {
  status: 503,
  headers: { 'retry-after': '1', 'content-type': 'application/problem+json' },
  body: { code: 'service.unavailable' },
};

describe('/health', () => {
  it('is live, and ready when all services are', async () => {
    expect(await test.ask('/health/live')).toMatchObject({ status: 200, body: { ok: true } });
    expect(await test.ask('/health/ready?scope=self')).toMatchObject({ status: 200, body: { ok: true } });
    const { status, body } = await test.ask('/health/ready');
    expect(status).toBe(200);
    expect(body).toMatchObject({ ok: true, draining: false, presets: { ok: true }, deadLetters: 0 });
    const { parts } = body as { parts: { name: string }[] };
    expect(parts.map(({ name }) => name)).toEqual(['gateway', 'identity', 'access', 'billing', 'notifications']);
  });

  it('names the part that is not, without its inside', async () => {
    const healthy = test.peers.replace(checkHealth.billing, () => ({
      ok: false,
      checks: [{ name: 'database', ok: false, detail: 'password of postgres://10.0.0.1 refused' }],
      presets: 'p1',
      deadLetters: 3,
    }));
    const { status, body, text } = await test.ask('/health/ready');
    test.peers.answer(checkHealth.billing, healthy);
    expect(status).toBe(503);
    expect(text).not.toContain('postgres');
    expect(body).toMatchObject({
      deadLetters: 3,
      parts: expect.arrayContaining([
        { name: 'billing', ok: false, checks: [{ name: 'database', ok: false }], deadLetters: 3 },
      ]),
    });
    expect((await test.ask('/health/ready?scope=self')).status).toBe(200);
  });

  it('names the part that takes too long, and does not wait for it', async () => {
    const answer = signal();
    const usual = test.peers.replace(checkHealth.billing, async () => {
      await answer.given;
      return {};
    });
    const { status, body } = await test.ask('/health/ready');
    // Not before: whoever asked has had their answer already.
    answer.give();
    test.peers.answer(checkHealth.billing, usual);
    expect(status).toBe(503);
    const { parts } = body as { parts: { name: string; ok: boolean }[] };
    expect(parts.filter(({ ok }) => !ok)).toEqual([
      { name: 'billing', ok: false, checks: [{ name: 'answers', ok: false }] },
    ]);
  });

  it('is not ready while services have different presets', async () => {
    const usual = test.peers.replace(checkHealth.access, () => ({
      ok: true,
      checks: [],
      presets: 'p2',
      deadLetters: 0,
    }));
    expect(await test.ask('/health/ready')).toMatchObject({ status: 503, body: { presets: { ok: false } } });
    test.peers.answer(checkHealth.access, usual);
    expect((await test.ask('/health/ready')).status).toBe(200);
  });
});

describe('while the bus is away', () => {
  let token: string;

  beforeEach(async () => {
    ({ token } = test.peers.signIn());
    expect((await test.ask('/v1/me', { headers: bearer(token) })).status).toBe(200);
  });

  it('every request is told so at once, and all is well again without a restart (P15)', async () => {
    await test.nats.kill();
    await eventually('the gateway to notice', async () => !test.bus.connected || undefined);
    for (const path of ['/v1/plans', '/v1/me']) {
      expect(await test.ask(path, { headers: bearer(token) })).toMatchObject(unavailable);
    }
    expect(await test.ask('/health/ready')).toMatchObject({ status: 503, body: { ok: false } });
    expect((await test.ask('/health/live')).status).toBe(200);

    // It ended while nobody could hear of it.
    await test.peers.end(token, { silent: true });
    await test.nats.start();
    await eventually('an answer', async () => (await test.ask('/v1/plans')).status === 200 || undefined);
    expect((await test.ask('/v1/me', { headers: bearer(token) })).status).toBe(401);
    await eventually('all to be ready', async () => (await test.ask('/health/ready')).status === 200 || undefined);

    // And the end of sessions is heard again.
    const later = test.peers.signIn();
    expect((await test.ask('/v1/me', { headers: bearer(later.token) })).status).toBe(200);
    await test.peers.end(later.token);
    await eventually(
      'the end to be heard',
      async () => (await test.ask('/v1/me', { headers: bearer(later.token) })).status === 401 || undefined,
    );
  });
});

describe('without the service', () => {
  it('is told so at once', async () => {
    await test.peers.leave(listPlans);
    expect(await test.ask('/v1/plans')).toMatchObject(unavailable);
    await test.peers.leave(resolveSession);
    expect(await test.ask('/v1/me', { headers: bearer('any') })).toMatchObject(unavailable);
  });
});
