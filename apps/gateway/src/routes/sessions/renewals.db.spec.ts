import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  chooseNewPassword,
  createSession,
  endOtherSessions,
  reauthenticate,
  reauthenticationRequired,
  resolveSession,
  RosterError,
  switchAccount,
  transferOwnership,
  type SignInAnswer,
  type SignInChallenge,
} from '@roster/contracts';
import { sessionStarted } from '../../testing/session-started.js';
import { bearer, startTestGateway, type TestGateway } from '../../testing/test-gateway.js';

const PUBLIC_URL = 'https://roster.example.com';
const ID = '019a0000-0000-7000-8000-000000000001';

let test: TestGateway;

beforeAll(async () => {
  test = await startTestGateway({ PUBLIC_URL });
});

afterAll(() => test.close());

const started = (token: string): SignInAnswer => ({
  session: sessionStarted({ token, sessionId: 's2' }),
});
const CHALLENGE: SignInChallenge = {
  challenge: 'a-challenge',
  next: 'second-factor',
  factors: ['totp'],
  expiresAt: '2030-01-01T00:00:00.000Z',
};

const ours = { 'x-requested-with': 'roster', origin: PUBLIC_URL };
const cookie = (token: string) => ({ cookie: `__Host-roster_session=${token}` });
const me = (headers: Record<string, string>) => test.ask('/v1/me', { headers });
const credentials = { email: 'ada@example.com', password: 'a long enough password' };

/** Each way to a new session, with what it is sent. */
const STEPS = [
  { method: 'POST', path: '/v1/sessions', body: credentials, contract: createSession, signedIn: false },
  {
    method: 'PUT',
    path: '/v1/sessions/new-password',
    body: { challenge: 'c', password: 'a long enough password' },
    contract: chooseNewPassword,
    signedIn: false,
  },
  {
    method: 'POST',
    path: '/v1/sessions/reauthentication',
    body: { password: 'a long enough password' },
    contract: reauthenticate,
    signedIn: true,
  },
  {
    method: 'POST',
    path: '/v1/sessions/current/account',
    body: { accountId: ID },
    contract: switchAccount,
    signedIn: true,
  },
] as const;

describe.each(STEPS)('$method $path', ({ method, path, body, contract, signedIn }) => {
  it('answers 201 with a session: as a cookie to a page of ours, as a token to a program (S26, S34)', async () => {
    test.peers.answer<object, SignInAnswer>(contract, () => started('the-new-token'));
    const page = test.peers.signIn();
    const ofPage = await test.ask(path, { method, body, headers: { ...ours, ...(signedIn && cookie(page.token)) } });
    expect(ofPage.status).toBe(201);
    expect(ofPage.text).not.toContain('the-new-token');
    expect(ofPage.headers['set-cookie']).toEqual([
      '__Host-roster_session=the-new-token; Path=/; Expires=Tue, 01 Jan 2030 00:00:00 GMT; HttpOnly; Secure; SameSite=Lax',
    ]);
    const program = test.peers.signIn();
    const ofProgram = await test.ask(path, { method, body, headers: signedIn ? bearer(program.token) : {} });
    expect(ofProgram).toMatchObject({ status: 201, body: { token: 'the-new-token' } });
    expect(ofProgram.headers['set-cookie']).toBeUndefined();
    expect(ofProgram.headers['cache-control']).toBe('no-store');
  });

  it('answers 200 with a challenge where another step is due, and no cookie', async () => {
    test.peers.answer<object, SignInAnswer>(contract, () => ({ challenge: CHALLENGE }));
    const { token } = test.peers.signIn();
    const answer = await test.ask(path, { method, body, headers: { ...ours, ...(signedIn && cookie(token)) } });
    expect(answer).toMatchObject({ status: 200, body: CHALLENGE });
    expect(answer.headers['set-cookie']).toBeUndefined();
  });
});

describe('a session in whose place another one is', () => {
  it.each(STEPS.filter(({ signedIn }) => signedIn))('is forgotten here at once: $path', async (step) => {
    const { method, path, body, contract } = step;
    const { token } = test.peers.signIn();
    expect((await me(bearer(token))).status).toBe(200);
    test.peers.answer<object, SignInAnswer>(contract, async () => {
      await test.peers.end(token, { silent: true });
      return started('the-new-token');
    });
    expect((await test.ask(path, { method, body, headers: bearer(token) })).status).toBe(201);
    expect((await me(bearer(token))).status).toBe(401);
  });
});

it('ends all other sessions by one request', async () => {
  const { token, session } = test.peers.signIn();
  const askers: unknown[] = [];
  test.peers.answer(endOtherSessions, (_, { actor }) => {
    askers.push(actor?.kind === 'session' && actor.sessionId);
    return {};
  });
  expect((await test.ask('/v1/sessions', { method: 'DELETE', headers: bearer(token) })).status).toBe(204);
  expect(askers).toEqual([session.sessionId]);
});

it('says that a proof is wanted again as 401 with its own code, not as a session that is over (S22)', async () => {
  test.peers.answer(transferOwnership, () => {
    throw new RosterError(reauthenticationRequired);
  });
  const { token } = test.peers.signIn();
  const answer = await test.ask('/v1/account/ownership-transfer', {
    body: { memberId: ID },
    headers: bearer(token),
  });
  expect(answer).toMatchObject({ status: 401, body: { code: 'session.reauthentication-required' } });
});

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What a library that reads JSON Web Tokens might be taken in by. */
function webTokens(): Record<string, string> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const claims = { sub: ID, iss: PUBLIC_URL, aud: PUBLIC_URL, exp: 4_102_444_800, sid: ID };
  const unsigned = (header: object) => `${encoded({ typ: 'JWT', ...header })}.${encoded(claims)}`;
  const signed = (header: object) => {
    const text = unsigned({ alg: 'RS256', ...header });
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
  };
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const hs = unsigned({ alg: 'HS256' });
  return {
    'alg none': `${unsigned({ alg: 'none' })}.`,
    'alg nOnE': `${unsigned({ alg: 'nOnE' })}.`,
    'HS256 with a public key': `${hs}.${createHmac('sha256', pem).update(hs).digest('base64url')}`,
    'a key of its own': signed({ jwk: publicKey.export({ format: 'jwk' }) }),
    jku: signed({ jku: 'https://evil.example/keys' }),
    x5u: signed({ x5u: 'https://evil.example/chain' }),
    'kid as a path': signed({ kid: '../../../../dev/null' }),
    'kid as SQL': signed({ kid: `' union select 'key` }),
    'an identity token': signed({ typ: 'id_token' }),
  };
}

describe('a token', () => {
  it.each(Object.entries(webTokens()))('that is a web token means nothing here: %s (S33)', async (_, token) => {
    test.peers.answer(createSession, () => started(token));
    expect((await me(bearer(token))).status).toBe(401);
    expect((await me(cookie(token))).status).toBe(401);
  });

  it('is looked up as it is sent, and only its hash leaves this process (S33)', async () => {
    const hashes: string[] = [];
    const usual = test.peers.replace(resolveSession, ({ tokenHash }) => {
      hashes.push(tokenHash);
      throw new RosterError(reauthenticationRequired);
    });
    await me(bearer('a.b.c'));
    test.peers.answer(resolveSession, usual);
    expect(hashes).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });

  it('in the address or in a body is none (S35)', async () => {
    const { token } = test.peers.signIn();
    for (const name of ['token', 'access_token', 'session', 'roster_session', 'authorization']) {
      expect((await test.ask(`/v1/me?${name}=${token}`, {})).status).toBe(401);
      const body = { [name]: token };
      expect((await test.ask('/v1/invitations', { body })).status).toBe(401);
    }
  });

  it('is in no address that the API answers with (S35)', async () => {
    test.peers.answer(createSession, () => started('the-new-token'));
    const { headers } = await test.ask('/v1/sessions', { headers: ours, body: credentials });
    for (const [name, value] of Object.entries(headers)) {
      if (name !== 'set-cookie') expect(String(value)).not.toContain('the-new-token');
    }
  });

  it.each(['/v1/me', '/v1/sessions', '/v1/members', '/v1/nothing'])('%s is kept by no cache (S35)', async (path) => {
    const { token } = test.peers.signIn();
    for (const headers of [bearer(token), {}]) {
      expect((await test.ask(path, { headers })).headers['cache-control']).toBe('no-store');
    }
  });
});

describe('the cookie', () => {
  it('is small, and there is one: of the session and nothing else (S34)', async () => {
    // A token of ours has 43 characters.
    test.peers.answer(createSession, () => started('t'.repeat(43)));
    const { headers } = await test.ask('/v1/sessions', { headers: ours, body: credentials });
    const [line = '', ...others] = headers['set-cookie'] ?? [];
    expect(others).toEqual([]);
    expect(Buffer.byteLength(line)).toBeLessThan(4_096);
    expect(line).not.toMatch(/domain=/i);
  });

  it('of another name, such as one that a neighbouring host could plant, opens nothing (S34)', async () => {
    const { token } = test.peers.signIn();
    for (const name of ['roster_session', '__Secure-roster_session', '__host-roster_session']) {
      expect((await me({ cookie: `${name}=${token}` })).status).toBe(401);
    }
    expect((await me(cookie(token))).status).toBe(200);
  });
});

describe('a write from a stranger’s page (S54)', () => {
  const FORMS = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];
  const ORIGINS = ['https://evil.example', 'null', `${PUBLIC_URL}.evil.example`, undefined];

  it.each(FORMS.flatMap((type) => ORIGINS.map((origin) => ({ type, origin }))))(
    'is refused as $type from $origin',
    async ({ type, origin }) => {
      const { token } = test.peers.signIn();
      const asked = test.peers.asked.length;
      for (const { method, path } of [...STEPS, { method: 'DELETE', path: '/v1/sessions' } as const]) {
        const headers = { ...cookie(token), 'content-type': type, ...(origin && { origin }) };
        const { status, body } = await test.ask(path, { method, headers, body: '{}' });
        expect({ path, status, code: (body as { code: string }).code }).toEqual({
          path,
          status: 403,
          code: 'request.cross-site',
        });
      }
      expect(test.peers.asked).toHaveLength(asked);
    },
  );

  it('is refused as JSON too, where the page could not set our header', async () => {
    const { token } = test.peers.signIn();
    for (const origin of ['https://evil.example', 'null', PUBLIC_URL]) {
      const headers = { ...cookie(token), origin };
      const { status } = await test.ask('/v1/sessions/current/account', { body: { accountId: ID }, headers });
      expect(status).toBe(403);
    }
  });

  it('is no JSON without a cookie either: only that is taken', async () => {
    for (const type of FORMS) {
      const answer = await test.ask('/v1/sessions', { headers: { 'content-type': type }, body: 'email=a' });
      expect(answer).toMatchObject({ status: 415 });
    }
  });
});
