import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { reauthenticate, sessionEnded, transferOwnership, type CallContext } from '@roster/contracts';
import { compete } from '../../../../../test/harness/once-of-many.js';
import { address, codeOf, IdentityWorld, PASSWORD, sessionOf, type Owner } from '../../../../../test/identity/world.js';
import { hashToken } from '../../core/tokens/token.js';

let world: IdentityWorld;
let owner: Owner;

beforeAll(async () => {
  world = await IdentityWorld.create();
});
afterAll(() => world.close());
beforeEach(async () => {
  owner = await world.openAccount();
});

const prove = (call: Partial<CallContext> = owner.call, password = PASSWORD) =>
  world.gateway.call(reauthenticate, { password }, call);
const endedOf = async (sessionId: string) => (await world.events(sessionEnded, sessionId)).length;

/** The call that the gateway would make with this token. */
async function callOf(token: string): Promise<Partial<CallContext>> {
  const { accountId, memberId, userId = '', sessionId, authenticatedAt = '' } = await world.resolve(token);
  return { accountId, actor: { kind: 'session', memberId, userId, sessionId, authenticatedAt } };
}

/** The same call, an hour after the last proof. */
async function anHourLater({ call }: Owner): Promise<Partial<CallContext>> {
  const { sessionId } = call.actor;
  const [row] = await world.sql<{ at: Date }>(
    `update sessions set authenticated_at = authenticated_at - interval '1 hour' where id = $1
     returning authenticated_at as at`,
    [sessionId],
  );
  return { ...call, actor: { ...call.actor, authenticatedAt: row?.at.toISOString() ?? '' } };
}

describe('a fresh proof (S22)', () => {
  it('is required for transferring the account, and given by the password', async () => {
    const { member } = await world.colleague(owner, address());
    const transfer = (call: Partial<CallContext>) =>
      world.gateway.call(transferOwnership, { memberId: member.id }, call);
    const stale = await anHourLater(owner);
    expect(await codeOf(transfer(stale))).toBe('session.reauthentication-required');
    const { authenticatedAt: _, ...actor } = owner.call.actor;
    expect(await codeOf(transfer({ ...owner.call, actor }))).toBe('session.reauthentication-required');
    const { token } = sessionOf(await prove(stale));
    expect((await transfer(await callOf(token))).account.ownerMemberId).toBe(member.id);
  });

  it('gives a new token, and the old one is worthless from then on (S26)', async () => {
    const { sessionId } = owner.call.actor;
    const stale = await anHourLater(owner);
    const [before] = await world.sql<{ token_hash: string }>('select token_hash from sessions where id = $1', [
      sessionId,
    ]);
    const asked = Date.now();
    const renewed = sessionOf(await prove(stale));
    expect(renewed.sessionId).not.toBe(sessionId);
    expect(renewed).toMatchObject({ account: { id: owner.accountId }, member: { id: owner.memberId } });
    expect(hashToken(renewed.token)).not.toBe(before?.token_hash);
    expect((await world.events(sessionEnded, sessionId)).map(({ data }) => data)).toEqual([
      { sessionId, tokenHash: before?.token_hash },
    ]);
    expect(await codeOf(prove(stale))).toBe('session.required');
    const { authenticatedAt = '' } = await world.resolve(renewed.token);
    expect(Date.parse(authenticatedAt)).toBeGreaterThanOrEqual(asked);
  });

  it('is not given by a wrong password, which leaves the session as it was', async () => {
    expect(await codeOf(prove(owner.call, 'not the right password'))).toBe('session.credentials-invalid');
    expect(await endedOf(owner.call.actor.sessionId)).toBe(0);
  });

  it('cannot be guessed from a stolen session: after ten wrong passwords the right one is refused too', async () => {
    const limited = await IdentityWorld.create({ RATE_LIMITS: 'true' });
    try {
      const { call } = await limited.openAccount();
      const guess = (password: string) => codeOf(limited.gateway.call(reauthenticate, { password }, call));
      const codes: string[] = [];
      for (let time = 0; time < 10; time += 1) codes.push(await guess(`wrong ${time}`));
      expect(new Set(codes)).toEqual(new Set(['session.credentials-invalid']));
      expect(await guess(PASSWORD)).toBe('rate.limited');
    } finally {
      await limited.close();
    }
  });

  it('makes one session, however many proofs come at once', async () => {
    const sessions = 'select from sessions where member_id = $1';
    const outcome = await compete({
      attempt: () => prove(),
      effects: async () => (await world.sql(sessions, [owner.memberId])).length,
    });
    expect(outcome).toMatchObject({ effects: 1, told: 1, refusals: ['session.required'] });
    const open = await world.sql('select from sessions where member_id = $1 and ended_at is null', [owner.memberId]);
    expect(open).toHaveLength(1);
  });

  it('is refused in a session that is over, and for a member who is not active', async () => {
    await world.sql('update sessions set expires_at = now() where id = $1', [owner.call.actor.sessionId]);
    expect(await codeOf(prove())).toBe('session.required');
    const { email } = owner;
    const again = await world.signIn({ email, password: PASSWORD });
    await world.sql(`update members set status = 'inactive' where id = $1`, [owner.memberId]);
    expect(await codeOf(prove(again.call))).toBe('session.required');
  });

  it('lasts ten minutes', async () => {
    const { member } = await world.colleague(owner, address());
    const at = (ms: number) => ({
      ...owner.call,
      actor: { ...owner.call.actor, authenticatedAt: new Date(Date.now() - ms).toISOString() },
    });
    const transfer = (call: Partial<CallContext>) =>
      codeOf(world.gateway.call(transferOwnership, { memberId: member.id }, call));
    expect(await transfer(at(10 * 60_000))).toBe('session.reauthentication-required');
    expect(await transfer(at(9 * 60_000))).toBe('none');
  });
});
