import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  acceptInvitation,
  createSession,
  endMemberSessions,
  endOtherSessions,
  listMemberSessions,
  listSessions,
  sessionEnded,
  type CallContext,
} from '@roster/contracts';
import { answered } from '../../../../../test/harness/once-of-many.js';
import { address, codeOf, IdentityWorld, PASSWORD, sessionOf, type Owner } from '../../../../../test/identity/world.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';

let world: IdentityWorld;
let owner: Owner;

beforeAll(async () => {
  world = await IdentityWorld.create();
  owner = await world.openAccount();
});
afterAll(() => world.close());

const enter = async (email: string, over: object = {}, call: Partial<CallContext> = {}) =>
  sessionOf(await world.gateway.call(createSession, { email, password: PASSWORD, ...over }, call));
const isOver = async (token: string) => (await codeOf(world.resolve(token))) === 'session.required';
const setUsed = (id: string, ago: string) =>
  world.sql('update sessions set used_at = now() - $2::interval where id = $1', [id, ago]);
const setProved = (id: string, ago: string) =>
  world.sql('update sessions set authenticated_at = now() - $2::interval where id = $1', [id, ago]);

async function colleague(of = owner): Promise<Owner> {
  const email = address();
  await world.colleague(of, email);
  return world.signIn({ email, password: PASSWORD, accountId: of.accountId });
}

describe('the time limits of sessions (S31)', () => {
  it('end a session that is not used', async () => {
    const { token, sessionId } = await enter(owner.email);
    await setUsed(sessionId, '58 minutes');
    expect(await isOver(token)).toBe(false);
    const [row] = await world.sql<{ fresh: boolean }>(
      `select used_at > now() - interval '1 minute' as fresh from sessions where id = $1`,
      [sessionId],
    );
    expect(row?.fresh).toBe(true);
    await setUsed(sessionId, '61 minutes');
    expect(await isOver(token)).toBe(true);
    const listed = await world.gateway.call(listSessions, {}, owner.call);
    expect(listed.items.map(({ id }) => id)).not.toContain(sessionId);
  });

  it('are not moved by what a page asks by itself, nor is its member active by it', async () => {
    const person = await world.openAccount();
    const { token, sessionId } = await enter(person.email);
    await setUsed(sessionId, '58 minutes');
    await world.sql(`update members set last_active_at = now() - interval '1 day' where id = $1`, [person.memberId]);
    const times = () =>
      world.sql(
        `select used_at, last_active_at from sessions join members on members.id = member_id where sessions.id = $1`,
        [sessionId],
      );
    const before = await times();
    await world.resolve(token, undefined, { background: true });
    expect(await times()).toEqual(before);
    await setUsed(sessionId, '61 minutes');
    expect(await codeOf(world.resolve(token, undefined, { background: true }))).toBe('session.required');
  });

  it('end one that is used all the time, a fixed time after its person’s last proof', async () => {
    const { token, sessionId } = await enter(owner.email);
    await setProved(sessionId, '11 hours 59 minutes');
    expect(await isOver(token)).toBe(false);
    await setProved(sessionId, '12 hours');
    expect(await isOver(token)).toBe(true);
  });

  it('are each account’s own, and apply at once to open sessions', async () => {
    const strict = await world.openAccount();
    const { token, sessionId } = await enter(strict.email);
    await setUsed(sessionId, '6 minutes');
    expect(await isOver(token)).toBe(false);
    await world.sql('update accounts set idle_minutes = 5, session_hours = 1 where id = $1', [strict.accountId]);
    await setUsed(sessionId, '6 minutes');
    expect(await isOver(token)).toBe(true);
    const short = await enter(strict.email);
    expect(Date.parse(short.expiresAt)).toBeLessThan(Date.now() + 3_600_001);
    await setProved(short.sessionId, '61 minutes');
    expect(await isOver(short.token)).toBe(true);
    const elsewhere = await enter(owner.email);
    await setUsed(elsewhere.sessionId, '6 minutes');
    expect(await isOver(elsewhere.token)).toBe(false);
  });
});

describe('the list of one’s sessions (S30)', () => {
  it('says for each its account, where it began, on which device and by which methods', async () => {
    const person = await colleague();
    const client = { address: '2001:db8::7', userAgent: FIREFOX };
    const { sessionId } = await enter(person.email, {}, { client });
    const { items } = await world.gateway.call(listSessions, {}, person.call);
    expect(items).toHaveLength(3);
    expect(items[0]).toEqual({
      id: sessionId,
      account: { id: owner.accountId, name: 'Acme' },
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
      lastUsedAt: expect.any(String),
      current: false,
      address: '2001:db8::7',
      device: 'Firefox 145 on Linux',
      methods: ['password'],
    });
    expect(items.at(-1)).toMatchObject({ methods: ['invitation', 'password'], address: null, device: '' });
  });

  it('is of the person in all their accounts, and of nobody else', async () => {
    const person = await world.openAccount();
    const { token } = await world.invite(owner, person.email);
    const accepted = sessionOf(await world.gateway.call(acceptInvitation, { token }, person.call));
    const { items } = await world.gateway.call(listSessions, {}, person.call);
    expect(items.map(({ id }) => id)).toEqual([accepted.sessionId, person.call.actor.sessionId]);
    expect(items.map(({ account }) => account.id)).toEqual([owner.accountId, person.accountId]);
  });
});

describe('ending sessions', () => {
  it('ends all of one’s own but the one that asks, in every account (S30)', async () => {
    const person = await world.openAccount();
    const bystander = await colleague();
    const { token } = await world.invite(owner, person.email);
    const elsewhere = sessionOf(await world.gateway.call(acceptInvitation, { token }, person.call));
    const again = await enter(person.email, { accountId: person.accountId });
    const call = { ...person.call, idempotencyKey: randomUUID() };
    await world.gateway.call(endOtherSessions, {}, call);
    for (const gone of [elsewhere, again]) {
      expect(await isOver(gone.token)).toBe(true);
      expect(await world.events(sessionEnded, gone.sessionId)).toHaveLength(1);
    }
    const left = async (of: Owner) => (await world.gateway.call(listSessions, {}, of.call)).items.length;
    expect(await left(person)).toBe(1);
    expect(await left(bystander)).toBe(2);
    const later = await enter(person.email, { accountId: person.accountId });
    await world.gateway.call(endOtherSessions, {}, call);
    expect(await isOver(later.token)).toBe(false);
  });

  it('lets an administrator see and end those of a member, in this account only (S30)', async () => {
    const person = await world.openAccount();
    const { token, memberId } = await world.invite(owner, person.email);
    const member = sessionOf(await world.gateway.call(acceptInvitation, { token }, person.call));
    const list = await world.gateway.call(listMemberSessions, { memberId }, owner.call);
    expect(list.items).toMatchObject([{ id: member.sessionId, current: false, account: { id: owner.accountId } }]);
    await world.gateway.call(endMemberSessions, { memberId }, owner.call);
    expect(await isOver(member.token)).toBe(true);
    expect((await world.gateway.call(listMemberSessions, { memberId }, owner.call)).items).toEqual([]);
    expect((await world.gateway.call(listSessions, {}, person.call)).items).toHaveLength(1);
    const act = (await world.acts(owner.accountId, 'session.ended')).at(-1);
    expect(act).toMatchObject({ actor: { memberId: owner.memberId }, targetId: memberId });
    expect(act?.parts).toMatchObject([{ before: { open: 1 }, after: { open: 0 } }]);
  });

  it('lets nobody but the owner end the owner’s (S51)', async () => {
    const admin = await colleague();
    const { token } = await enter(owner.email, { accountId: owner.accountId });
    const memberId = owner.memberId;
    expect(await codeOf(world.gateway.call(endMemberSessions, { memberId }, admin.call))).toBe('member.is-owner');
    expect(await isOver(token)).toBe(false);
    const host = await world.openAccount();
    await world.gateway.call(endMemberSessions, { memberId: host.memberId }, host.call);
    expect(await codeOf(world.gateway.call(listSessions, {}, host.call))).toBe('none');
    expect((await world.gateway.call(listSessions, {}, host.call)).items).toEqual([]);
  });

  it('does not reach members of other accounts', async () => {
    const stranger = await world.openAccount();
    for (const memberId of [stranger.memberId, randomUUID()]) {
      for (const contract of [listMemberSessions, endMemberSessions]) {
        expect(await codeOf(world.gateway.call<object, object>(contract, { memberId }, owner.call))).toBe(
          'member.not-found',
        );
      }
    }
    expect((await world.gateway.call(listSessions, {}, stranger.call)).items).toHaveLength(1);
  });

  it('leaves nobody in who signs in at that very moment', async () => {
    const person = await colleague();
    const { memberId } = person;
    const [sessions] = await Promise.all([
      Promise.all(Array.from({ length: 10 }, () => answered(() => enter(person.email)))),
      ...Array.from({ length: 5 }, () =>
        answered(() => world.gateway.call(endMemberSessions, { memberId }, owner.call)),
      ),
    ]);
    await world.gateway.call(endMemberSessions, { memberId }, owner.call);
    for (const { token } of sessions) expect(await isOver(token)).toBe(true);
  });
});
