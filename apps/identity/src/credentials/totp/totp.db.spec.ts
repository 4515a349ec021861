import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  acceptInvitation,
  confirmTotp,
  listSecondFactors,
  mailRequested,
  reauthenticate,
  removePasskey,
  removeTotp,
  renewBackupCodes,
  startPasskey,
  startTotp,
  takeSecondFactor,
} from '@roster/contracts';
import { compete, settled } from '../../../../../test/harness/once-of-many.js';
import { challengeOf, codeOfApp, setUpApp, setUpPasskey, wrongCode } from '../../../../../test/identity/factors.js';
import { codeOf, IdentityWorld, sessionOf, type Owner } from '../../../../../test/identity/world.js';

let world: IdentityWorld;
let owner: Owner;

beforeAll(async () => {
  world = await IdentityWorld.create();
});
afterAll(() => world.close());

beforeEach(async () => {
  owner = await world.openAccount();
});

const list = () => world.gateway.call(listSecondFactors, {}, owner.call);
const take = async (code: string, challenge?: string) =>
  world.gateway.call(takeSecondFactor, { challenge: challenge ?? (await challengeOf(world, owner)).challenge, code });

const mailsOf = async ({ email }: Owner) =>
  (await world.events(mailRequested)).filter(({ data }) => data.recipient === email).map(({ data }) => data);

const twoFactor = async ({ memberId }: Owner) =>
  (await world.sql<{ on: boolean }>('select two_factor as on from members where id = $1', [memberId]))[0]?.on;

const requireIt = ({ accountId }: Owner) =>
  world.sql('update accounts set second_factor_required = true where id = $1', [accountId]);

describe('an authenticator app', () => {
  it('is set up in two steps, and its secret cannot be read afterwards', async () => {
    const { secret, uri, qrCode } = await world.gateway.call(startTotp, {}, owner.call);
    expect([uri, qrCode]).toEqual([expect.stringContaining(secret), expect.stringMatching(/^data:image\/svg\+xml/)]);
    expect((await list()).totp).toBeNull();
    const wrong = world.gateway.call(confirmTotp, { code: wrongCode(secret) }, owner.call);
    expect(await codeOf(wrong)).toBe('second-factor.invalid');
    const { backupCodes } = await world.gateway.call(confirmTotp, { code: codeOfApp(secret) }, owner.call);
    expect(backupCodes).toHaveLength(10);
    const shown = await list();
    expect(shown).toEqual({
      required: false,
      totp: { createdAt: expect.any(String) },
      passkeys: [],
      backupCodes: { remaining: 10, createdAt: expect.any(String) },
    });
    const rows = JSON.stringify([
      await world.sql('select * from totps'),
      await world.sql('select * from outbox'),
      await world.sql('select * from backup_codes'),
      await world.sql('select * from idempotency_keys'),
    ]);
    for (const canary of [secret, ...(backupCodes ?? [])]) expect(rows).not.toContain(canary);
    expect(JSON.stringify(shown)).not.toContain(secret);
  });

  it('is reported by mail when added or removed, recorded, and shown in the list of members (S14)', async () => {
    await setUpApp(world, owner);
    expect(await twoFactor(owner)).toBe(true);
    const once = { ...owner.call, idempotencyKey: randomUUID() };
    expect(await world.gateway.call(removeTotp, {}, once)).toEqual({});
    expect(await world.gateway.call(removeTotp, {}, once)).toEqual({});
    expect(await twoFactor(owner)).toBe(false);
    const words = expect.objectContaining({ firstName: 'Olivia', factor: 'an authenticator app' });
    expect(await mailsOf(owner)).toEqual([
      expect.objectContaining({ template: 'second-factor-added', words }),
      expect.objectContaining({ template: 'second-factor-removed', words }),
    ]);
    const acts = await world.sql<{ action: string }>(
      `select action from activities where account_id = $1 and action like 'second%' order by id`,
      [owner.accountId],
    );
    expect(acts.map(({ action }) => action)).toEqual(['second-factor.added', 'second-factor.removed']);
    expect(await list()).toMatchObject({ totp: null, backupCodes: null });
    expect(await codeOf(world.gateway.call(removeTotp, {}, owner.call))).toBe('totp.not-found');
  });

  it('counts in an account that its person joins later', async () => {
    await setUpApp(world, owner);
    const other = await world.openAccount();
    const { memberId, token } = await world.invite(other, owner.email);
    await world.gateway.call(acceptInvitation, { token }, owner.call);
    expect(await twoFactor({ ...owner, memberId })).toBe(true);
    await world.gateway.call(removeTotp, {}, owner.call);
    expect(await twoFactor({ ...owner, memberId })).toBe(false);
  });

  it('replaces the one before only once it is confirmed, within ten minutes', async () => {
    const { secret: first } = await setUpApp(world, owner);
    const { secret: second } = await world.gateway.call(startTotp, {}, owner.call);
    expect(sessionOf(await take(codeOfApp(first))).token).toEqual(expect.any(String));
    await world.sql('update totp_setups set expires_at = now() where user_id = $1', [owner.call.actor.userId]);
    const late = world.gateway.call(confirmTotp, { code: codeOfApp(second) }, owner.call);
    expect(await codeOf(late)).toBe('totp.not-started');
    const { secret: third } = await world.gateway.call(startTotp, {}, owner.call);
    const { backupCodes } = await world.gateway.call(confirmTotp, { code: codeOfApp(third) }, owner.call);
    expect(backupCodes).toBeNull();
    expect(await codeOf(take(codeOfApp(first, 1)))).toBe('second-factor.invalid');
  });

  it('is set up, renewed and removed with a fresh proof only (S22)', async () => {
    const authenticatedAt = new Date(Date.now() - 10 * 60_000 - 1_000).toISOString();
    const stale = { ...owner.call, actor: { ...owner.call.actor, authenticatedAt } };
    const { authenticatedAt: _, ...unproved } = owner.call.actor;
    for (const call of [stale, { ...owner.call, actor: unproved }]) {
      const refused = [
        world.gateway.call(startTotp, {}, call),
        world.gateway.call(confirmTotp, { code: '123456' }, call),
        world.gateway.call(removeTotp, {}, call),
        world.gateway.call(renewBackupCodes, {}, call),
        world.gateway.call(startPasskey, {}, call),
        world.gateway.call(removePasskey, { passkeyId: owner.memberId }, call),
      ];
      for (const code of await Promise.all(refused.map(codeOf))) expect(code).toBe('session.reauthentication-required');
    }
  });
});

describe('a code of the app', () => {
  it('is asked for after the password, and works once (S16, S21)', async () => {
    const { secret } = await setUpApp(world, owner);
    const challenge = await challengeOf(world, owner);
    expect(challenge).toMatchObject({ next: 'second-factor', factors: ['totp', 'backup-code'] });
    expect(await codeOf(take(wrongCode(secret), challenge.challenge))).toBe('second-factor.invalid');
    const code = codeOfApp(secret);
    const { token } = sessionOf(await take(code, challenge.challenge));
    expect((await world.resolve(token)).userId).toBe(owner.call.actor.userId);
    expect(await codeOf(take(code, challenge.challenge))).toBe('challenge.invalid');
    expect(await codeOf(take(code))).toBe('second-factor.invalid');
    expect(await world.sql('select methods from sessions order by id desc limit 1')).toEqual([
      { methods: ['password', 'totp'] },
    ]);
  });

  it('works in its step, and in the one before and after (S17)', async () => {
    const { secret } = await setUpApp(world, owner);
    const { challenge } = await challengeOf(world, owner);
    expect(await codeOf(take(codeOfApp(secret, -3), challenge))).toBe('second-factor.invalid');
    expect(await codeOf(take(codeOfApp(secret, 3), challenge))).toBe('second-factor.invalid');
    expect(sessionOf(await take(codeOfApp(secret), challenge)).sessionId).toEqual(expect.any(String));
  });

  it('ends the sign-in when it is wrong ten times, and a new sign-in keeps the count (S18)', async () => {
    const { secret, backupCodes } = await setUpApp(world, owner);
    const { challenge } = await challengeOf(world, owner);
    for (let i = 0; i < 10; i += 1) {
      expect(await codeOf(take(wrongCode(secret), challenge))).toBe('second-factor.invalid');
    }
    expect(await codeOf(take(codeOfApp(secret), challenge))).toBe('challenge.invalid');
    const again = await challengeOf(world, owner);
    expect(await codeOf(take(codeOfApp(secret), again.challenge))).toBe('rate.limited');
    // Re-authentication does not get around the limit.
    const proof = world.gateway.call(reauthenticate, { code: codeOfApp(secret) }, owner.call);
    expect(await codeOf(proof)).toBe('rate.limited');
    // Somebody who knows the password must not be able to lock the owner out.
    const input = { challenge: again.challenge, backupCode: backupCodes[0]! };
    expect(sessionOf(await world.gateway.call(takeSecondFactor, input)).sessionId).toEqual(expect.any(String));
    await world.sql('update totps set blocked_until = now() where user_id = $1', [owner.call.actor.userId]);
    expect(sessionOf(await take(codeOfApp(secret))).sessionId).toEqual(expect.any(String));
    const [row] = await world.sql('select failures, blocked_until from totps where user_id = $1', [
      owner.call.actor.userId,
    ]);
    expect(row).toEqual({ failures: 0, blocked_until: null });
  });

  it('counts wrong ones for good, though their sign-ins end in a refusal (S18)', async () => {
    const { secret } = await setUpApp(world, owner);
    const wrong = wrongCode(secret);
    const { challenge } = await challengeOf(world, owner);
    const codes = await Promise.all(Array.from({ length: 5 }, () => settled(() => take(wrong, challenge))));
    expect(new Set(codes)).toEqual(new Set(['second-factor.invalid']));
    const [row] = await world.sql('select failures from totps where user_id = $1', [owner.call.actor.userId]);
    // More if the answer to one got lost and the client asked again.
    expect(row?.['failures']).toBeGreaterThanOrEqual(5);
  });

  it('lets nobody in to another person’s sign-in (S21)', async () => {
    const { secret } = await setUpApp(world, owner);
    const other = await world.openAccount();
    const { secret: theirs } = await setUpApp(world, other);
    const { challenge } = await challengeOf(world, owner);
    if (codeOfApp(secret) === codeOfApp(theirs)) return;
    expect(await codeOf(take(codeOfApp(theirs), challenge))).toBe('second-factor.invalid');
    expect(await codeOf(take(codeOfApp(secret), 'of-nobody'))).toBe('challenge.invalid');
  });

  it('is a fresh proof, and gives the session a new token (S22, S26)', async () => {
    const { secret } = await setUpApp(world, owner);
    const first = sessionOf(await take(codeOfApp(secret)));
    const me = await world.signedIn(owner.email, first);
    const prove = (input: object) => world.gateway.call(reauthenticate, input, me.call);
    expect(await codeOf(prove({ code: codeOfApp(secret) }))).toBe('second-factor.invalid');
    await world.sql('update totps set last_step = 0 where user_id = $1', [me.call.actor.userId]);
    expect(await codeOf(prove({}))).toBe('request.invalid');
    expect(await codeOf(prove({ code: '123456', password: 'both of them' }))).toBe('request.invalid');
    await world.sql(`update sessions set authenticated_at = now() - interval '1 hour' where id = $1`, [
      first.sessionId,
    ]);
    const before = Date.now();
    const renewed = sessionOf(await prove({ code: codeOfApp(secret) }));
    expect(await codeOf(world.resolve(first.token))).toBe('session.required');
    const { authenticatedAt = '' } = await world.resolve(renewed.token);
    expect(Date.parse(authenticatedAt)).toBeGreaterThanOrEqual(before);
  });
});

describe('where an account requires a second factor', () => {
  it('the last one cannot be removed, and any other can', async () => {
    await setUpApp(world, owner);
    const { passkey } = await setUpPasskey(world, owner);
    await requireIt(owner);
    expect((await list()).required).toBe(true);
    await world.gateway.call(removeTotp, {}, owner.call);
    const last = world.gateway.call(removePasskey, { passkeyId: passkey.id }, owner.call);
    await expect(last).rejects.toMatchObject({
      code: 'second-factor.required',
      details: { accountIds: [owner.accountId] },
    });
    expect((await list()).passkeys).toEqual([passkey]);
    expect(await twoFactor(owner)).toBe(true);
  });

  it('of two that are removed at once one stays', async () => {
    await setUpApp(world, owner);
    const { passkey } = await setUpPasskey(world, owner);
    await requireIt(owner);
    const removals = [
      () => world.gateway.call(removeTotp, {}, owner.call),
      () => world.gateway.call(removePasskey, { passkeyId: passkey.id }, owner.call),
    ];
    const outcome = await compete({
      attempt: async (rival) => removals[rival]?.(),
      effects: async () => 2 - (await list()).passkeys.length - ((await list()).totp ? 1 : 0),
      rivals: removals.length,
    });
    expect(outcome).toMatchObject({ effects: 1, told: 1, refusals: ['second-factor.required'] });
  });
});
