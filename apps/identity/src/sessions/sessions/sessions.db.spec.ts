import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  acceptInvitation,
  createSession,
  endSession,
  getMe,
  listSessions,
  sessionEnded,
  type CallContext,
  type CreateSession,
} from '@roster/contracts';
import { address, codeOf, IdentityWorld, PASSWORD, sessionOf, type Owner } from '../../../../../test/identity/world.js';
import { hashToken } from '../../core/tokens/token.js';

let world: IdentityWorld;
let owner: Owner;

beforeAll(async () => {
  world = await IdentityWorld.create();
  owner = await world.openAccount();
});
afterAll(() => world.close());

const signIn = async (over: Partial<CreateSession> = {}) =>
  sessionOf(await world.gateway.call(createSession, { email: owner.email, password: PASSWORD, ...over }));
const list = (call: Partial<CallContext> = owner.call) => world.gateway.call(listSessions, {}, call);

describe('signing in', () => {
  it('begins a session whose token is only ever shown once', async () => {
    const { token, sessionId, expiresAt } = await signIn();
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now() + 11 * 3_600_000);
    expect(await world.resolve(token)).toEqual({
      accountId: owner.accountId,
      memberId: owner.memberId,
      userId: owner.call.actor.userId,
      sessionId,
      kind: 'session',
      authenticatedAt: expect.any(String),
      expiresAt,
    });
    expect(await world.sql('select token_hash from sessions where id = $1', [sessionId])).toEqual([
      { token_hash: hashToken(token) },
    ]);
  });

  it('takes any spelling of the address, and no other address', async () => {
    expect(await codeOf(signIn({ email: owner.email.toUpperCase() }))).toBe('none');
    expect(await codeOf(signIn({ email: owner.email.replace('s', '\u017f') }))).toBe('session.credentials-invalid');
  });

  it('refuses an unknown address, a wrong password and what is no address alike (S11)', async () => {
    const failures = [{ email: address() }, { password: 'not the right password' }, { email: 'nobody' }].map((over) =>
      signIn(over).catch((error: unknown) => JSON.stringify(error)),
    );
    expect(new Set(await Promise.all(failures)).size).toBe(1);
  });

  it('goes to the account asked for, else to the one last used, else to the oldest', async () => {
    const { account } = await world.signUp({ email: owner.email });
    const colleague = await world.openAccount();
    const { token, memberId } = await world.invite(colleague, owner.email);
    await world.gateway.call(acceptInvitation, { token }, owner.call);
    const chosen = async (over: Partial<CreateSession> = {}) => (await signIn(over)).account.id;
    expect(await chosen({ accountId: owner.accountId })).toBe(owner.accountId);
    expect(await chosen()).toBe(owner.accountId);
    expect(await chosen({ accountId: colleague.accountId })).toBe(colleague.accountId);
    expect(await chosen()).toBe(colleague.accountId);
    await world.sql('update members set last_active_at = null where user_id = $1', [owner.call.actor.userId]);
    expect(await chosen()).toBe(owner.accountId);
    await world.sql(`update members set status = 'inactive' where id = $1`, [memberId]);
    expect(await codeOf(signIn({ accountId: colleague.accountId }))).toBe('member.inactive');
    expect(await codeOf(signIn({ accountId: randomUUID() }))).toBe('member.inactive');
    expect(await codeOf(signIn({ accountId: account.id }))).toBe('member.inactive');
  });
});

describe('a session', () => {
  it('is not resolved once its term is over, nor once its member is not active', async () => {
    const { token, member } = await world.colleague(owner);
    await world.sql(`update members set status = 'inactive' where id = $1`, [member.id]);
    expect(await codeOf(world.resolve(token))).toBe('session.required');
    const other = await signIn();
    await world.sql(`update sessions set expires_at = now() where id = $1`, [other.sessionId]);
    expect(await codeOf(world.resolve(other.token))).toBe('session.required');
    expect(await codeOf(world.resolve('never-made'))).toBe('session.required');
  });

  it('answers alike for the same idempotency key', async () => {
    const { sessionId } = await signIn();
    const other = await signIn();
    const call = { ...owner.call, idempotencyKey: randomUUID() };
    const end = (id: string) => world.gateway.call(endSession, { sessionId: id }, call);
    expect(await Promise.all([end(sessionId), end(sessionId)])).toEqual([{}, {}]);
    expect(await end(sessionId)).toEqual({});
    expect(await world.events(sessionEnded, sessionId)).toHaveLength(1);
    expect(await codeOf(end(other.sessionId))).toBe('idempotency.key-reused');
    expect((await world.resolve(other.token)).sessionId).toBe(other.sessionId);
  });

  it('is ended by its person, at once and for good, and by nobody else (S27, S30)', async () => {
    const { token, sessionId } = await signIn();
    const colleague = await world.colleague(owner);
    const theirs = await world.resolve(colleague.token);
    const end = (call: Partial<CallContext>) => world.gateway.call(endSession, { sessionId }, call);
    const actor = {
      kind: 'session',
      memberId: theirs.memberId,
      userId: theirs.userId ?? '',
      sessionId: theirs.sessionId,
    } as const;
    expect(await codeOf(end({ accountId: owner.accountId, actor }))).toBe('session.not-found');
    expect((await list()).items).toContainEqual(expect.objectContaining({ id: sessionId, current: false }));
    await end(owner.call);
    expect(await codeOf(world.resolve(token))).toBe('session.required');
    expect((await list()).items.map(({ id }) => id)).not.toContain(sessionId);
    expect((await world.events(sessionEnded, sessionId)).map(({ data }) => data)).toEqual([
      { sessionId, tokenHash: hashToken(token) },
    ]);
    expect(await codeOf(end(owner.call))).toBe('session.not-found');
  });

  it('is marked as the current one in the list of its person', async () => {
    expect((await list()).items.filter(({ current }) => current).map(({ id }) => id)).toEqual([
      owner.call.actor.sessionId,
    ]);
  });

  it('counts as activity, which is recorded once a minute and not at every request', async () => {
    const { token, member } = await world.colleague(owner);
    const seen = async () => {
      const [row] = await world.sql<{ at: Date; revision: number }>(
        'select last_active_at as at, revision from members where id = $1',
        [member.id],
      );
      return row;
    };
    const first = await seen();
    await world.resolve(token);
    expect(await seen()).toEqual(first);
    const asked = Date.now();
    await world.sql(`update members set last_active_at = now() - interval '61 s' where id = $1`, [member.id]);
    await world.resolve(token);
    expect(await seen()).toEqual({ at: expect.any(Date), revision: first?.revision });
    expect((await seen())?.at.getTime()).toBeGreaterThan(asked - 30_000);
  });

  it('tells its person who they are', async () => {
    const me = await world.gateway.call(getMe, {}, owner.call);
    expect(me).toMatchObject({
      user: { id: owner.call.actor.userId, email: owner.email, firstName: 'Olivia', lastName: 'Owner' },
      account: { id: owner.accountId, status: 'active' },
      member: { id: owner.memberId, isOwner: true },
    });
  });
});
