import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { SessionCache } from '../../apps/gateway/src/auth/session-cache.js';
import { openGateway, bearer, type OpenGateway } from '../../apps/gateway/src/testing/test-gateway.js';
import { hashToken } from '../../apps/identity/src/core/tokens/token.js';
import { eventually } from '../harness/eventually.js';
import { figure, percentile } from '../harness/figures.js';
import { answered } from '../harness/once-of-many.js';
import { runs } from '../harness/scale.js';
import { Watch } from '../harness/watch.js';
import { address, IdentityWorld, PASSWORD, type Owner } from './world.js';

const ROUNDS = runs(1);
const COOKIE = 'roster_session';
const ours = { 'x-requested-with': 'roster' };

let world: IdentityWorld;
let gateways: readonly [OpenGateway, OpenGateway];
let admin: Owner;
let adminToken: string;
let email: string;
let memberId: string;

beforeAll(async () => {
  world = await IdentityWorld.create();
  await world.start();
  const open = () => openGateway(world.service.nats.url);
  gateways = [await open(), await open()];
  admin = await world.openAccount();
});
afterAll(async () => {
  for (const gateway of gateways ?? []) await gateway.close();
  await world?.close();
});
beforeEach(async () => {
  email = address();
  ({ id: memberId } = (await world.colleague(admin, email)).member);
  adminToken = await signIn(admin.email);
});

/** The answer, once its outcome is known. */
const asked = (...request: Parameters<OpenGateway['ask']>) =>
  answered(async () => {
    const answer = await gateways[0].ask(...request);
    if (answer.status < 503) return answer;
    throw Object.assign(new Error(`It answered ${answer.status}`), { status: answer.status });
  });

async function signIn(as = email): Promise<string> {
  const { status, body } = await asked('/v1/sessions', { body: { email: as, password: PASSWORD } });
  expect(status).toBe(201);
  return (body as { token: string }).token;
}

const write = async (token: string, method: string, path: string, body?: object) => {
  const answer = await asked(path, { method, headers: bearer(token), ...(body && { body }) });
  expect(answer.status).toBeLessThan(300);
  return answer;
};

const PATHS = ['/v1/me', '/v1/sessions', '/v1/me/accounts'];

/** Each way to use the token, at each of the two gateways, by header and by cookie. */
const channelsOf = (token: string) =>
  Object.fromEntries(
    gateways.flatMap((gateway, replica) =>
      PATHS.flatMap((path) => {
        const asks = { bearer: bearer(token), cookie: { cookie: `${COOKIE}=${token}` } };
        return Object.entries(asks).map(([by, headers]) => [
          `${path} ${by} ${replica}`,
          async () => (await gateway.ask(path, { headers })).status === 200,
        ]);
      }),
    ),
  );

const ENDINGS: Record<string, (token: string) => Promise<unknown>> = {
  'signed out (S27)': (token) => write(token, 'DELETE', '/v1/sessions/current'),
  'ended with all others (S30)': async () => write(await signIn(), 'DELETE', '/v1/sessions'),
  'ended by an administrator (S30)': () => write(adminToken, 'DELETE', `/v1/members/${memberId}/sessions`),
  'renewed by a fresh proof (S26)': (token) =>
    write(token, 'POST', '/v1/sessions/reauthentication', { password: PASSWORD }),
  'of somebody whose access is revoked (S28)': () => write(adminToken, 'POST', `/v1/members/${memberId}/revoke`),
};

/** When both gateways have learned that this token's session is over. Later requests are checked again. */
async function heard(token: string, end: () => Promise<unknown>): Promise<number> {
  const forget = jest.spyOn(SessionCache.prototype, 'forget');
  const forgetAll = jest.spyOn(SessionCache.prototype, 'forgetAll');
  const told = () => {
    const ofIt = forget.mock.contexts.filter((_, call) => forget.mock.calls[call]?.[0] === hashToken(token));
    return new Set([...ofIt, ...forgetAll.mock.contexts]).size;
  };
  try {
    await end();
    await eventually('both gateways to hear of it', async () => told() === gateways.length || undefined);
    return performance.now();
  } finally {
    forget.mockRestore();
    forgetAll.mockRestore();
  }
}

/** P4 for sessions: whatever ends one, no replica of the gateway takes its token once it has heard of it. */
it.each(Object.entries(ENDINGS))('a session is refused by both gateways from then on: %s', async (name, end) => {
  const latencies: number[] = [];
  const rounds = name.includes('revoked') ? 1 : ROUNDS;
  for (let round = 0; round < rounds; round += 1) {
    const token = await signIn();
    const watch = new Watch(channelsOf(token));
    await watch.all(true);
    let ended = 0;
    const known = await heard(token, () => end(token).then(() => (ended = performance.now())));
    await watch.all(false);
    await watch.stop();
    latencies.push(...Object.values(watch.allowedAfter(ended)));
    expect(Math.max(...Object.values(watch.allowedAfter(known)))).toBe(0);
  }
  figure(`P4 session ${name}`, { rounds, 'p99 ms': percentile(latencies, 0.99), 'max ms': Math.max(...latencies) });
});

it('a page’s cookie changes after each step, and the former one is worthless (S26)', async () => {
  const cookieOf = ({ headers }: Awaited<ReturnType<OpenGateway['ask']>>) =>
    /^roster_session=([^;]+);/m.exec(headers['set-cookie']?.join('\n') ?? '')?.[1] ?? '';
  const planted = 'a-token-that-a-stranger-has-planted';
  const ask = (path: string, token: string, body: object) =>
    gateways[0].ask(path, { headers: { ...ours, cookie: `${COOKIE}=${token}` }, body });
  const first = cookieOf(await ask('/v1/sessions', planted, { email, password: PASSWORD }));
  const second = cookieOf(await ask('/v1/sessions/reauthentication', first, { password: PASSWORD }));
  const third = cookieOf(await ask('/v1/sessions/current/account', second, { accountId: admin.accountId }));
  expect(new Set([planted, first, second, third, '']).size).toBe(5);
  for (const gateway of gateways) {
    const statuses = [];
    for (const token of [planted, first, second, third]) {
      statuses.push((await gateway.ask('/v1/me', { headers: { cookie: `${COOKIE}=${token}` } })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 200]);
  }
});

it('what wants a fresh proof is refused without one, and done after it: the account is handed over (S22)', async () => {
  const owner = await world.openAccount();
  const { member } = await world.colleague(owner);
  const stale = await signIn(owner.email);
  await world.sql(`update sessions set authenticated_at = now() - interval '11 minutes' where token_hash = $1`, [
    hashToken(stale),
  ]);
  const transfer = (token: string) =>
    gateways[1].ask('/v1/account/ownership-transfer', { body: { memberId: member.id }, headers: bearer(token) });
  expect(await transfer(stale)).toMatchObject({
    status: 401,
    body: { code: 'session.reauthentication-required' },
  });
  const proof = await write(stale, 'POST', '/v1/sessions/reauthentication', { password: PASSWORD });
  expect(proof.status).toBe(201);
  await eventually('the former token to be refused there too', async () => {
    const { body } = await transfer(stale);
    return (body as { code: string }).code === 'session.required' ? true : undefined;
  });
  const { token } = proof.body as { token: string };
  expect(await transfer(token)).toMatchObject({ status: 200, body: { account: { ownerMemberId: member.id } } });
  expect(await transfer(token)).toMatchObject({ status: 403, body: { code: 'account.not-owner' } });
});

it('there is no refresh token: a session is used, renewed by a proof, or over (S32)', async () => {
  const { body } = await gateways[0].ask('/v1/sessions', { body: { email, password: PASSWORD } });
  expect(Object.keys(body as object).toSorted()).toEqual(['account', 'deviceToken', 'expiresAt', 'member', 'token']);
  const token = await signIn();
  for (const path of ['/v1/sessions/refresh', '/v1/token', '/oauth/token']) {
    const grant = { grant_type: 'refresh_token', refresh_token: token };
    // The first could be the id of a session, of which there is nothing to post.
    expect([404, 405]).toContain((await gateways[0].ask(path, { body: grant, headers: bearer(token) })).status);
  }
});

it('a token in the address opens nothing, and no address in an answer contains one (S35)', async () => {
  const token = await signIn();
  for (const name of ['token', 'access_token', COOKIE]) {
    expect((await gateways[0].ask(`/v1/me?${name}=${token}`)).status).toBe(401);
  }
  const out = await gateways[0].ask('/v1/sessions/current', {
    method: 'DELETE',
    headers: { ...ours, cookie: `${COOKIE}=${token}` },
  });
  expect(out.headers['clear-site-data']).toBe('"cache", "storage"');
});
