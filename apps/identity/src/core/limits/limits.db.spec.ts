import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  allRpcs,
  createSession,
  inviteMembers,
  lookupInvitation,
  rateLimited,
  type CallContext,
} from '@roster/contracts';
import {
  address,
  codeOf,
  EDITOR,
  IdentityWorld,
  PASSWORD,
  sessionOf,
  type Owner,
} from '../../../../../test/identity/world.js';
import { hashToken } from '../tokens/token.js';

let world: IdentityWorld;

beforeAll(async () => {
  world = await IdentityWorld.create({
    RATE_LIMITS: 'true',
    RATE_LIMIT_SIGN_UPS: '2',
    RATE_LIMIT_TOKENS: '3',
    RATE_LIMIT_INVITATIONS: '2',
  });
  await world.start();
});
afterAll(() => world.close());

const at = (where: string, deviceHash?: string): Partial<CallContext> => ({
  client: { address: where, ...(deviceHash && { deviceHash }) },
});
const open = (where: string): Promise<Owner> => world.openAccount({}, at(where));
const signUp = (where: string) => codeOf(world.signUp({}, at(where)));
const lookup = (where: string, deviceHash?: string) =>
  codeOf(world.gateway.call(lookupInvitation, { token: 'x' }, at(where, deviceHash)));

describe('what is limited', () => {
  it('are sign-ups, by network', async () => {
    expect([await signUp('192.0.2.1'), await signUp('192.0.2.1'), await signUp('192.0.2.1')]).toEqual([
      'none',
      'none',
      'rate.limited',
    ]);
    expect(await signUp('192.0.2.2')).toBe('none');
  });

  it('are mailed links, by network, or by device if somebody has signed in on it', async () => {
    for (let time = 0; time < 3; time += 1) expect(await lookup('192.0.2.3')).toBe('token.invalid');
    await expect(world.gateway.call(lookupInvitation, { token: 'x' }, at('192.0.2.3'))).rejects.toMatchObject({
      code: 'rate.limited',
      details: { retryAfter: expect.any(Number) },
    });
    const { email } = await open('192.0.2.4');
    const input = { email, password: PASSWORD };
    const { deviceToken = '' } = sessionOf(await world.gateway.call(createSession, input, at('192.0.2.5')));
    const known = hashToken(deviceToken);
    for (let time = 0; time < 3; time += 1) expect(await lookup('192.0.2.3', known)).toBe('token.invalid');
    expect(await lookup('192.0.2.5', known)).toBe('rate.limited');
    expect(await lookup('192.0.2.3', hashToken('made up'))).toBe('rate.limited');
  });

  it('is nothing that has no network: it is refused, so that no two share one allowance', async () => {
    const nowhere = 'service.unavailable';
    const { email } = await open('192.0.2.7');
    for (const client of [undefined, { address: 'unknown' }, { address: '' }]) {
      for (let time = 0; time < 4; time += 1) {
        expect(await codeOf(world.gateway.call(lookupInvitation, { token: 'x' }, { client }))).toBe(nowhere);
      }
      expect(await codeOf(world.signUp({}, { client }))).toBe(nowhere);
      expect(await codeOf(world.gateway.call(createSession, { email, password: PASSWORD }, { client }))).toBe(nowhere);
    }
  });

  it('is what sends mail, by member: not by network, which colleagues share, nor by session (S43)', async () => {
    const [ada, bob] = [await open('192.0.2.6'), await open('192.0.2.6')];
    const again = await world.signIn({ email: ada.email, password: PASSWORD }, at('192.0.2.6'));
    const invite = (owner: Owner) => {
      const call = { ...owner.call, ...at('192.0.2.6') };
      return codeOf(world.gateway.call(inviteMembers, { emails: [address()], roleIds: [EDITOR.id] }, call));
    };
    expect([await invite(ada), await invite(again), await invite(ada), await invite(again)]).toEqual([
      'none',
      'none',
      'rate.limited',
      'rate.limited',
    ]);
    expect(await invite(bob)).toBe('none');
  });

  it('is named in its contract, and every public contract names a limit', () => {
    const contracts = allRpcs().filter(({ context }) => context === 'identity');
    const unlimited = contracts
      .filter(({ permission, limit }) => typeof permission !== 'string' && permission.open === 'public' && !limit)
      .map(({ subject }) => subject);
    // Sign-in counts wrong passwords only, not every attempt.
    expect(unlimited).toEqual([createSession.subject]);
    expect(contracts.filter(({ limit, errors }) => limit && !errors.includes(rateLimited))).toEqual([]);
  });
});
