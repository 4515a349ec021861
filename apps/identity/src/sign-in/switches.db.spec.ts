import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  acceptInvitation,
  endOtherSessions,
  finishEnrolment,
  listMyAccounts,
  sessionEnded,
  startEnrolment,
  switchAccount,
  type CallContext,
  type SignInAnswer,
} from '@roster/contracts';
import { eventually } from '../../../../test/harness/eventually.js';
import { compete } from '../../../../test/harness/once-of-many.js';
import { codeOfApp } from '../../../../test/identity/factors.js';
import { address, codeOf, IdentityWorld, PASSWORD, sessionOf, type Owner } from '../../../../test/identity/world.js';

let world: IdentityWorld;
let host: Owner;
/** The owner of one account, and a member of the host's. */
let person: Owner;

beforeAll(async () => {
  world = await IdentityWorld.create();
  host = await world.openAccount({ name: 'Host' });
});
afterAll(() => world.close());
beforeEach(async () => {
  person = await world.openAccount({ name: 'Own' });
  const { token } = await world.invite(host, person.email);
  await world.gateway.call(acceptInvitation, { token }, person.call);
});

const change = (accountId: string, call: Partial<CallContext> = person.call): Promise<SignInAnswer> =>
  world.gateway.call(switchAccount, { accountId }, call);
const setHost = (values: string) => world.sql(`update accounts set ${values} where id = $1`, [host.accountId]);
const setMethods = (methods: string[]) =>
  world.sql('update sessions set methods = $2 where id = $1', [person.call.actor.sessionId, methods]);
const endedOf = async (sessionId: string) => (await world.events(sessionEnded, sessionId)).length;

describe('one person’s accounts', () => {
  it('are listed by name, with their role there', async () => {
    const { items } = await world.gateway.call(listMyAccounts, {}, person.call);
    expect(items).toMatchObject([
      { account: { id: host.accountId, name: 'Host' }, isOwner: false, current: false },
      { account: { id: person.accountId, name: 'Own' }, memberId: person.memberId, isOwner: true, current: true },
    ]);
  });

  it('are those where they are active', async () => {
    await world.sql(`update members set status = 'inactive' where account_id = $1 and user_id = $2`, [
      host.accountId,
      person.call.actor.userId,
    ]);
    const { items } = await world.gateway.call(listMyAccounts, {}, person.call);
    expect(items.map(({ account }) => account.id)).toEqual([person.accountId]);
  });
});

describe('going to another account', () => {
  it('begins a session there and ends the one that asked', async () => {
    const { sessionId, authenticatedAt } = person.call.actor;
    const session = sessionOf(await change(host.accountId));
    expect(session).toMatchObject({ account: { id: host.accountId }, member: { email: person.email, isOwner: false } });
    const resolved = await world.resolve(session.token);
    expect(resolved).toMatchObject({ accountId: host.accountId, sessionId: session.sessionId });
    // A switch is a new session, not a new proof.
    expect(resolved.authenticatedAt).toBe(authenticatedAt);
    expect(await endedOf(sessionId)).toBe(1);
    expect(await codeOf(change(host.accountId))).toBe('session.required');
  });

  it('is for members who are active there', async () => {
    const stranger = await world.openAccount();
    for (const accountId of [stranger.accountId, randomUUID()]) {
      expect(await codeOf(change(accountId))).toBe('member.inactive');
    }
    await world.sql(`update members set status = 'revoked' where account_id = $1 and user_id = $2`, [
      host.accountId,
      person.call.actor.userId,
    ]);
    expect(await codeOf(change(host.accountId))).toBe('member.inactive');
    expect(await endedOf(person.call.actor.sessionId)).toBe(0);
  });

  it('is held to that account’s rules: a second factor (S15)', async () => {
    await setHost('second_factor_required = true');
    const { session, challenge } = await change(host.accountId);
    await setHost('second_factor_required = false');
    expect(session).toBeUndefined();
    expect(challenge).toMatchObject({ next: 'enrolment', factors: ['totp'] });
    // The first session stays until they are in the other account.
    expect(await endedOf(person.call.actor.sessionId)).toBe(0);
    const [row] = await world.sql(`select state from challenges where user_id = $1 and account_id = $2`, [
      person.call.actor.userId,
      host.accountId,
    ]);
    const { sessionId: replaces, authenticatedAt } = person.call.actor;
    expect(row).toEqual({ state: { replaces, authenticatedAt } });
    // The factor belongs to the person, so it counts in the other account too.
    await setMethods(['password', 'totp']);
    await setHost('second_factor_required = true');
    const answer = await change(host.accountId);
    await setHost('second_factor_required = false');
    expect(sessionOf(answer).account.id).toBe(host.accountId);
  });

  it('needs a fresh proof to set up a factor, and a factor that was just set up is none (S22)', async () => {
    const { sessionId, userId } = person.call.actor;
    const setProved = (ago: string) =>
      world.sql('update sessions set authenticated_at = now() - $2::interval where id = $1', [sessionId, ago]);
    await setHost('second_factor_required = true');
    await setProved('11 minutes');
    const stale = await codeOf(change(host.accountId));
    await setProved('9 minutes');
    const { challenge } = await change(host.accountId);
    await setHost('second_factor_required = false');
    expect(stale).toBe('session.reauthentication-required');
    const step = { challenge: challenge?.challenge ?? '' };
    const { secret } = await world.gateway.call(startEnrolment, step);
    const { token } = sessionOf(await world.gateway.call(finishEnrolment, { ...step, code: codeOfApp(secret) }));
    expect(Date.parse((await world.resolve(token)).authenticatedAt ?? '')).toBeLessThan(Date.now() - 8.9 * 60_000);
    expect(await endedOf(sessionId)).toBe(1);
    expect(await world.sql('select from totps where user_id = $1', [userId])).toHaveLength(1);
  });

  it('cannot go on with a step once the session that began it is over (S27)', async () => {
    await setHost('second_factor_required = true');
    const { challenge } = await change(host.accountId);
    await setHost('second_factor_required = false');
    const again = await world.signIn({ email: person.email, password: PASSWORD, accountId: person.accountId });
    await world.gateway.call(endOtherSessions, {}, again.call);
    const step = { challenge: challenge?.challenge ?? '' };
    expect(await codeOf(world.gateway.call(startEnrolment, step))).toBe('challenge.invalid');
  });

  it('is held to that account’s rules: the network address (S15)', async () => {
    await setHost('ip_restrictions = true');
    const code = await codeOf(change(host.accountId, { ...person.call, client: { address: '203.0.113.9' } }));
    await setHost('ip_restrictions = false');
    expect(code).toBe('ip.unauthorized');
  });

  it('does not accept one account’s identity provider in another (S66)', async () => {
    await setMethods(['sso', 'sso-mfa']);
    expect(await codeOf(change(host.accountId))).toBe('session.reauthentication-required');
    await setMethods(['invitation', 'sso']);
    expect(await codeOf(change(host.accountId))).toBe('session.reauthentication-required');
    expect(sessionOf(await change(person.accountId)).account.id).toBe(person.accountId);
  });

  it('lets no session last longer than the account allows: the proof keeps its age (S31)', async () => {
    const { sessionId } = person.call.actor;
    await world.sql(`update sessions set authenticated_at = now() - interval '2 hours' where id = $1`, [sessionId]);
    const { token, expiresAt } = sessionOf(await change(host.accountId));
    expect(Date.parse(expiresAt)).toBeLessThan(Date.now() + 10 * 3_600_000);
    const { memberId, userId = '', sessionId: next } = await world.resolve(token);
    const actor = { kind: 'session', memberId, userId, sessionId: next } as const;
    await world.sql('update accounts set session_hours = 1 where id = $1', [person.accountId]);
    expect(await codeOf(change(person.accountId, { accountId: host.accountId, actor }))).toBe(
      'session.reauthentication-required',
    );
  });

  it('is done once, however many ask at once', async () => {
    const sessions = 'select from sessions where user_id = $1';
    const outcome = await compete({
      attempt: () => change(host.accountId),
      effects: async () => (await world.sql(sessions, [person.call.actor.userId])).length,
    });
    expect(outcome).toMatchObject({ effects: 1, told: 1, refusals: ['session.required'] });
  });

  it('is refused for a session that is over', async () => {
    await world.sql(`update sessions set used_at = now() - interval '2 hours' where id = $1`, [
      person.call.actor.sessionId,
    ]);
    expect(await codeOf(change(host.accountId))).toBe('session.required');
  });
});

describe('an invitation that is accepted from a session', () => {
  const methodsOf = async (sessionId: string) =>
    (await world.sql<{ methods: string[] }>('select methods from sessions where id = $1', [sessionId]))[0]?.methods;
  const accept = async () => {
    const other = await world.openAccount();
    const { token } = await world.invite(other, person.email);
    return sessionOf(await world.gateway.call(acceptInvitation, { token }, person.call));
  };

  it('counts the methods of that session, without an identity provider', async () => {
    await setMethods(['sso', 'password', 'totp']);
    await world.sql(`update sessions set authenticated_at = now() - interval '2 hours' where id = $1`, [
      person.call.actor.sessionId,
    ]);
    const { sessionId, token } = await accept();
    expect(await methodsOf(sessionId)).toEqual(['invitation', 'password', 'totp']);
    const { authenticatedAt = '' } = await world.resolve(token);
    expect(Date.parse(authenticatedAt)).toBeLessThan(Date.now() - 3_600_000);
    expect(await endedOf(person.call.actor.sessionId)).toBe(0);
  });

  it('cannot be accepted by a session that ends at this very moment (S29)', async () => {
    await world.sql('begin');
    await world.sql('update sessions set ended_at = now() where id = $1', [person.call.actor.sessionId]);
    const accepted = codeOf(accept());
    await eventually('the acceptance to wait for the session', async () => {
      const waiting = await world.sql('select from pg_locks where pg_backend_pid() = any(pg_blocking_pids(pid))');
      return waiting.length > 0 ? true : undefined;
    });
    await world.sql('commit');
    expect(await accepted).toBe('session.required');
  });

  it('cannot be accepted by a session that has ended', async () => {
    await world.sql('update sessions set ended_at = now() where id = $1', [person.call.actor.sessionId]);
    expect(await codeOf(accept())).toBe('session.required');
  });
});

it('another account of a stranger stays closed', async () => {
  const email = address();
  const stranger = await world.openAccount({ email });
  const { items } = await world.gateway.call(listMyAccounts, {}, stranger.call);
  expect(items.map(({ account }) => account.id)).toEqual([stranger.accountId]);
});
