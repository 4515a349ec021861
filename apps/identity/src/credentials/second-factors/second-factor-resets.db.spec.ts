import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { acceptInvitation, listSecondFactors, mailRequested, resetSecondFactors } from '@roster/contracts';
import { challengeOf, setUpApp, setUpPasskey } from '../../../../../test/identity/factors.js';
import { address, codeOf, IdentityWorld, type Owner } from '../../../../../test/identity/world.js';

let world: IdentityWorld;
let owner: Owner;
let carl: Owner;

beforeAll(async () => {
  world = await IdentityWorld.create();
});
afterAll(() => world.close());

beforeEach(async () => {
  owner = await world.openAccount();
  const email = address('carl');
  carl = await world.signedIn(email, await world.colleague(owner, email));
});

const reset = (memberId: string, call = owner.call) =>
  world.gateway.call(resetSecondFactors, { memberId }, { ...call, client: { address: '203.0.113.7' } });

it('an administrator removes the second factors that a member has lost; the member is told and signed out', async () => {
  await setUpApp(world, carl);
  await setUpPasskey(world, carl);
  expect((await challengeOf(world, carl)).next).toBe('second-factor');
  expect(await reset(carl.memberId)).toEqual({});
  expect(await world.gateway.call(listSecondFactors, {}, carl.call)).toEqual({
    required: false,
    totp: null,
    passkeys: [],
    backupCodes: null,
  });
  // A sign-in between two steps ends too.
  expect(await world.sql('select from challenges where user_id = $1', [carl.call.actor.userId])).toEqual([]);
  const [row] = await world.sql(
    `select two_factor, (select count(*)::int from sessions s where s.member_id = m.id and ended_at is null) as sessions
     from members m where id = $1`,
    [carl.memberId],
  );
  expect(row).toEqual({ two_factor: false, sessions: 0 });
  const mails = (await world.events(mailRequested)).filter(({ data }) => data.recipient === carl.email);
  expect(mails.at(-1)?.data).toMatchObject({
    template: 'second-factor-removed',
    words: { firstName: 'Carl', factor: expect.stringContaining('administrator') },
    // Where the administrator is, is theirs alone.
    origin: { timeZone: 'UTC', address: null, device: null },
  });
  const actor = { kind: 'member', memberId: owner.memberId };
  expect(await world.acts(owner.accountId, 'second-factor.reset')).toMatchObject([{ actor, targetId: carl.memberId }]);
  expect(await codeOf(reset(carl.memberId))).toBe('second-factor.not-set-up');
});

it('is refused without a fresh proof, for the owner, and for an unknown member (S22)', async () => {
  await setUpApp(world, carl);
  const authenticatedAt = new Date(Date.now() - 3_600_000).toISOString();
  const stale = { ...owner.call, actor: { ...owner.call.actor, authenticatedAt } };
  expect(await codeOf(reset(carl.memberId, stale))).toBe('session.reauthentication-required');
  expect(await codeOf(reset(owner.memberId))).toBe('member.is-owner');
  const { memberId: invited } = await world.invite(owner, address());
  expect(await codeOf(reset(invited))).toBe('second-factor.not-set-up');
  const other = await world.openAccount();
  expect(await codeOf(reset(carl.memberId, other.call))).toBe('member.not-found');
});

it('is refused for a member of other accounts, which would be weakened too', async () => {
  await setUpApp(world, carl);
  const other = await world.openAccount();
  const { token } = await world.invite(other, carl.email);
  await world.gateway.call(acceptInvitation, { token }, carl.call);
  expect(await codeOf(reset(carl.memberId))).toBe('second-factor.shared');
  expect((await challengeOf(world, carl)).next).toBe('second-factor');
});
