import { afterEach, expect, it } from '@jest/globals';
import { createSession, inviteMembers, RosterError, sessionCredentialsInvalid } from '@roster/contracts';
import { bearer, startTestGateway, type TestGateway } from '../../testing/test-gateway.js';

let test: TestGateway;

afterEach(() => test.close());

const limited = { status: 429, body: { code: 'rate.limited' } };

async function signInAs(email: string, forwardedFor?: string) {
  const headers: Record<string, string> = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
  return test.ask('/v1/sessions', { headers, body: { email, password: 'wrong' } });
}

const wrongPassword = () => {
  throw new RosterError(sessionCredentialsInvalid);
};

it('a sign-in is limited by person and address, and by address, whatever proxies are made up', async () => {
  test = await startTestGateway({ RATE_LIMIT_SIGN_INS: '5', RATE_LIMIT_SIGN_INS_PER_EMAIL: '3' });
  test.peers.answer(createSession, wrongPassword);
  for (const spelling of ['ada@example.com', 'Ada@example.com', ' ada@EXAMPLE.com']) {
    expect((await signInAs(spelling, '10.0.0.1')).status).toBe(401);
  }
  const fourth = await signInAs('ada@example.com', '10.0.0.2');
  expect(fourth).toMatchObject(limited);
  expect(Number(fourth.headers['retry-after'])).toBeGreaterThan(0);
  expect(Number(fourth.headers['retry-after'])).toBeLessThanOrEqual(60);
  expect((await signInAs('bob@example.com', '10.0.0.3')).status).toBe(401);
  expect(await signInAs('cyd@example.com', '10.0.0.4')).toMatchObject(limited);
});

it('behind a proxy of ours it is the client’s own address that counts', async () => {
  test = await startTestGateway({ RATE_LIMIT_SIGN_INS: '1', TRUST_PROXY: '1' });
  test.peers.answer(createSession, wrongPassword);
  expect((await signInAs('ada@example.com', '1.1.1.1, 10.0.0.1')).status).toBe(401);
  expect((await signInAs('ada@example.com', '1.1.1.1, 10.0.0.2')).status).toBe(401);
  expect(await signInAs('ada@example.com', '2.2.2.2, 10.0.0.1')).toMatchObject(limited);
});

it('a person’s sign-ins from one IPv6 network count as from one address', async () => {
  test = await startTestGateway({ RATE_LIMIT_SIGN_INS_PER_EMAIL: '1', TRUST_PROXY: '1' });
  test.peers.answer(createSession, wrongPassword);
  expect((await signInAs('ada@example.com', '2001:db8:0:1::1')).status).toBe(401);
  expect(await signInAs('ada@example.com', '2001:db8:0:1:ffff::2')).toMatchObject(limited);
  expect((await signInAs('ada@example.com', '2001:db8:0:2::1')).status).toBe(401);
});

it('invitations are limited by member: not by address, which colleagues share, nor by session', async () => {
  test = await startTestGateway({ RATE_LIMIT_INVITATIONS: '1' });
  test.peers.answer(inviteMembers, () => ({ invitations: [] }));
  const [ada, bob] = [test.peers.signIn(), test.peers.signIn()];
  const again = test.peers.signIn({ memberId: ada.session.memberId });
  const invite = (token: string) =>
    test.ask('/v1/invitations', { headers: bearer(token), body: { emails: ['x@example.com'], roleIds: [] } });
  expect((await invite(ada.token)).status).toBe(201);
  expect(await invite(ada.token)).toMatchObject(limited);
  expect(await invite(again.token)).toMatchObject(limited);
  expect((await invite(bob.token)).status).toBe(201);
});
