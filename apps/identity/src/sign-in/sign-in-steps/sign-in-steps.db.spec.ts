import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  acceptInvitation,
  createSession,
  finishEnrolment,
  listSecondFactors,
  mailRequested,
  reauthenticate,
  renewBackupCodes,
  SECOND_FACTORS,
  startEnrolment,
  takeSecondFactor,
} from '@roster/contracts';
import { challengeOf, codeOfApp, setUpApp, wrongCode } from '../../../../../test/identity/factors.js';
import { address, codeOf, IdentityWorld, PASSWORD, sessionOf, type Owner } from '../../../../../test/identity/world.js';

let world: IdentityWorld;
let owner: Owner;

beforeAll(async () => {
  world = await IdentityWorld.create();
});
afterAll(() => world.close());

beforeEach(async () => {
  owner = await world.openAccount();
});

const mailsOf = async (template: string, { email }: Owner = owner) =>
  (await world.events(mailRequested))
    .map(({ data }) => data)
    .filter((mail) => mail.recipient === email && mail.template === template);

describe('backup codes', () => {
  const use = async (backupCode: string) => {
    const { challenge } = await challengeOf(world, owner);
    return world.gateway.call(takeSecondFactor, { challenge, backupCode });
  };

  it('are ten, and cannot be read afterwards (S19)', async () => {
    const { backupCodes } = await setUpApp(world, owner);
    expect(new Set(backupCodes).size).toBe(10);
    const rows = await world.sql<{ digest: string }>('select digest from backup_codes where user_id = $1', [
      owner.call.actor.userId,
    ]);
    expect(rows).toHaveLength(10);
    // An HMAC, whose key is not in the database. So nobody can try all 49 bits against it.
    for (const { digest } of rows) expect(digest).toMatch(/^[\w-]{43}$/);
  });

  it('work once, however they are typed, and a mail reports it (S19)', async () => {
    const { backupCodes } = await setUpApp(world, owner);
    const [first = ''] = backupCodes;
    const { sessionId } = sessionOf(await use(first.toUpperCase().replace('-', ' ')));
    expect(await world.sql('select methods from sessions where id = $1', [sessionId])).toEqual([
      { methods: ['password', 'backup-code'] },
    ]);
    expect(await codeOf(use(first))).toBe('second-factor.invalid');
    expect(await mailsOf('backup-code-used')).toMatchObject([{ words: { firstName: 'Olivia', left: '9' } }]);
    expect((await world.gateway.call(listSecondFactors, {}, owner.call)).backupCodes?.remaining).toBe(9);
  });

  it('stop working when there are new ones, and never work for another person (S19, S21)', async () => {
    expect(await codeOf(world.gateway.call(renewBackupCodes, {}, owner.call))).toBe('second-factor.not-set-up');
    const { backupCodes } = await setUpApp(world, owner);
    const { codes } = await world.gateway.call(renewBackupCodes, {}, owner.call);
    expect(await codeOf(use(backupCodes[0]!))).toBe('second-factor.invalid');
    const other = await world.openAccount();
    const { backupCodes: theirs } = await setUpApp(world, other);
    expect(await codeOf(use(theirs[0]!))).toBe('second-factor.invalid');
    expect(await codeOf(use(codes[0]!))).toBe('none');
  });

  it('are given one at a time: a step takes exactly one thing', async () => {
    const { secret, backupCodes } = await setUpApp(world, owner);
    const { challenge } = await challengeOf(world, owner);
    const take = (shown: object) => codeOf(world.gateway.call(takeSecondFactor, { challenge, ...shown }));
    expect(await take({})).toBe('request.invalid');
    expect(await take({ code: codeOfApp(secret), backupCode: backupCodes[0]! })).toBe('request.invalid');
    expect(await take({ code: '12345' })).toBe('request.invalid');
  });

  it('are refused ten times, and then the sign-in is over (S18)', async () => {
    await setUpApp(world, owner);
    const { challenge } = await challengeOf(world, owner);
    const take = () => codeOf(world.gateway.call(takeSecondFactor, { challenge, backupCode: 'aaaaa-aaaaa' }));
    for (let i = 0; i < 10; i += 1) expect(await take()).toBe('second-factor.invalid');
    expect(await take()).toBe('challenge.invalid');
  });
});

describe('a person without a second factor, where the account requires one', () => {
  beforeEach(() => world.sql('update accounts set second_factor_required = true where id = $1', [owner.accountId]));

  const start = (challenge: string) => world.gateway.call(startEnrolment, { challenge });
  const finish = (challenge: string, code: string) => world.gateway.call(finishEnrolment, { challenge, code });

  it('sets one up during the sign-in (S15)', async () => {
    const { challenge, next, factors } = await challengeOf(world, owner);
    expect({ next, factors }).toEqual({ next: 'enrolment', factors: ['totp'] });
    expect(await codeOf(finish(challenge, '123456'))).toBe('challenge.invalid');
    const { secret } = await start(challenge);
    expect(await codeOf(finish(challenge, wrongCode(secret)))).toBe('second-factor.invalid');
    const session = sessionOf(await finish(challenge, codeOfApp(secret)));
    expect(new Set(session.backupCodes).size).toBe(10);
    const me = await world.signedIn(owner.email, session);
    expect(await world.sql('select methods from sessions where id = $1', [session.sessionId])).toEqual([
      { methods: ['password', 'totp'] },
    ]);
    expect(await world.gateway.call(listSecondFactors, {}, me.call)).toMatchObject({
      required: true,
      totp: {},
      backupCodes: { remaining: 10 },
    });
    expect(await mailsOf('second-factor-added')).toHaveLength(1);
    expect((await world.gateway.call(renewBackupCodes, {}, me.call)).codes).toHaveLength(10);
    expect((await challengeOf(world, owner)).next).toBe('second-factor');
    // The code that has confirmed the app is used up like any other.
    const { challenge: again } = await challengeOf(world, owner);
    const replay = world.gateway.call(takeSecondFactor, { challenge: again, code: codeOfApp(secret) });
    expect(await codeOf(replay)).toBe('second-factor.invalid');
  });

  it('cannot skip the step, nor replace an app that was set up in the meantime', async () => {
    const [mine, thief] = [await challengeOf(world, owner), await challengeOf(world, owner)];
    const skip = world.gateway.call(takeSecondFactor, { challenge: mine.challenge, code: '123456' });
    expect(await codeOf(skip)).toBe('challenge.invalid');
    const { secret: theirs } = await start(thief.challenge);
    const { secret } = await start(mine.challenge);
    expect(await codeOf(finish(mine.challenge, codeOfApp(secret)))).toBe('none');
    expect(await codeOf(finish(thief.challenge, codeOfApp(theirs)))).toBe('challenge.invalid');
    await world.sql('update totps set last_step = 0 where user_id = $1', [owner.call.actor.userId]);
    const { challenge } = await challengeOf(world, owner);
    expect(await codeOf(world.gateway.call(takeSecondFactor, { challenge, code: codeOfApp(secret) }))).toBe('none');
  });

  it('ends the sign-in with ten wrong codes (S18)', async () => {
    const { challenge } = await challengeOf(world, owner);
    const { secret } = await start(challenge);
    for (let i = 0; i < 10; i += 1)
      expect(await codeOf(finish(challenge, wrongCode(secret)))).toBe('second-factor.invalid');
    expect(await codeOf(finish(challenge, codeOfApp(secret)))).toBe('challenge.invalid');
  });

  it('is asked for it when accepting an invitation too (S15)', async () => {
    const { token } = await world.invite(owner, address());
    const guest = { token, firstName: 'Gwen', lastName: 'Invitee', password: PASSWORD };
    const { session, challenge } = await world.gateway.call(acceptInvitation, guest);
    expect({ session, next: challenge?.next }).toEqual({ session: undefined, next: 'enrolment' });
    const { secret } = await start(challenge?.challenge ?? '');
    expect(sessionOf(await finish(challenge?.challenge ?? '', codeOfApp(secret))).account.id).toBe(owner.accountId);
  });
});

describe('a second factor', () => {
  it('is something that the person has: a mail is none (S23)', () => {
    expect([...SECOND_FACTORS].sort()).toEqual(['backup-code', 'passkey', 'totp']);
  });

  it('is asked for in every account of its person, whether that one requires it or not (S15)', async () => {
    await setUpApp(world, owner);
    const other = await world.openAccount();
    const { token } = await world.invite(other, owner.email);
    const { challenge } = await world.gateway.call(acceptInvitation, { token, password: PASSWORD });
    expect(challenge?.next).toBe('second-factor');
    const into = await world.gateway.call(createSession, {
      email: owner.email,
      password: PASSWORD,
      accountId: other.accountId,
    });
    expect(into.challenge?.next).toBe('second-factor');
  });

  it('is needed for a fresh proof: the password alone is not enough (S22)', async () => {
    await setUpApp(world, owner);
    const proof = world.gateway.call(reauthenticate, { password: PASSWORD }, owner.call);
    expect(await codeOf(proof)).toBe('session.second-factor-required');
  });
});
