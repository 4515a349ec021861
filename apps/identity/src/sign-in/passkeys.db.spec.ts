import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  addPasskey,
  listSecondFactors,
  offerOwnPasskeys,
  offerPasskey,
  offerPasskeysForStep,
  reauthenticate,
  removePasskey,
  renamePasskey,
  signInByPasskey,
  startPasskey,
  takeSecondFactor,
  type PasskeyAssertion,
} from '@roster/contracts';
import { recordedWork } from '../../../../test/harness/recorded-work.js';
import { eventually } from '../../../../test/harness/eventually.js';
import { SoftAuthenticator } from '../../../../test/identity/authenticator.js';
import { challengeOf, setUpPasskey } from '../../../../test/identity/factors.js';
import { address, codeOf, IdentityWorld, sessionOf, type Owner } from '../../../../test/identity/world.js';

let world: IdentityWorld;
let owner: Owner;
let authenticator: SoftAuthenticator;
let passkeyId: string;

beforeAll(async () => {
  world = await IdentityWorld.create();
});
afterAll(() => world.close());

beforeEach(async () => {
  owner = await world.openAccount();
  const made = await setUpPasskey(world, owner);
  authenticator = made.authenticator;
  passkeyId = made.passkey.id;
});

const offer = async (email?: string) =>
  (await world.gateway.call(offerPasskey, email === undefined ? {} : { email })).options;
const signIn = (response: PasskeyAssertion) => world.gateway.call(signInByPasskey, { response });
const start = async ({ call }: Owner = owner) => (await world.gateway.call(startPasskey, {}, call)).options;

describe('adding a passkey', () => {
  it('asks for a passkey that the authenticator stores, with the person verified', async () => {
    expect(await start()).toMatchObject({
      rp: { id: 'localhost', name: 'Roster' },
      user: { name: owner.email, displayName: 'Olivia Owner' },
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: [{ id: authenticator.credentialId, type: 'public-key', transports: ['internal'] }],
      attestation: 'none',
    });
    const { options } = await world.gateway.call(startPasskey, {}, owner.call);
    expect(Buffer.from(options.challenge, 'base64url').length).toBeGreaterThanOrEqual(32);
  });

  it('accepts one answer to one challenge of the same session, from our page, for its person (S24)', async () => {
    const add = (response: ReturnType<SoftAuthenticator['create']>, call = owner.call) =>
      codeOf(world.gateway.call(addPasskey, { name: 'Another', response }, call));
    const other = await world.openAccount();
    const wrong = [
      { origin: 'https://evil.example' },
      { origin: 'http://localhost:3001' },
      { rpId: 'evil.example' },
      { userVerified: false },
      { challenge: 'AAAA' },
    ];
    for (const over of wrong) {
      expect({ over, code: await add(new SoftAuthenticator().create(await start(), over)) }).toEqual({
        over,
        code: 'passkey.rejected',
      });
    }
    expect(await add(new SoftAuthenticator().create(await start()), other.call)).toBe('passkey.rejected');
    const options = await start();
    expect(await add(new SoftAuthenticator().create(options))).toBe('none');
    expect(await add(new SoftAuthenticator().create(options))).toBe('passkey.rejected');
    // The same credential again, and by another person.
    expect(await add(authenticator.create(await start()))).toBe('passkey.rejected');
    expect(await add(authenticator.create(await start(other)), other.call)).toBe('passkey.rejected');
    const late = await start();
    await world.sql('update passkey_challenges set expires_at = now() where challenge = $1', [late.challenge]);
    expect(await add(new SoftAuthenticator().create(late))).toBe('passkey.rejected');
  });

  it('stops at twenty', async () => {
    await world.sql(
      `insert into passkeys (id, user_id, credential_id, public_key, counter, transports, name, synced, created_at)
       select gen_random_uuid(), user_id, credential_id || n, public_key, 0, transports, name, false, now()
       from passkeys, generate_series(1, 19) n where user_id = $1`,
      [owner.call.actor.userId],
    );
    expect(await codeOf(start())).toBe('passkey.limit-reached');
  });
});

describe('a passkey', () => {
  it('is listed, renamed and removed by its person, and does not exist for others', async () => {
    const other = await world.openAccount();
    const rename = (call = owner.call) => world.gateway.call(renamePasskey, { passkeyId, name: 'Key ring' }, call);
    const remove = (call = owner.call) => world.gateway.call(removePasskey, { passkeyId }, call);
    expect(await codeOf(rename(other.call))).toBe('passkey.not-found');
    expect(await codeOf(remove(other.call))).toBe('passkey.not-found');
    expect(await rename()).toMatchObject({ id: passkeyId, name: 'Key ring', lastUsedAt: null, synced: false });
    const { passkeys } = await world.gateway.call(listSecondFactors, {}, owner.call);
    expect(passkeys).toEqual([await rename()]);
    await remove();
    expect(await codeOf(remove())).toBe('passkey.not-found');
    expect(await codeOf(signIn(authenticator.get(await offer())))).toBe('passkey.invalid');
  });

  it('lets its person in without a password, as two factors at once', async () => {
    const options = await offer();
    expect(options).toMatchObject({ rpId: 'localhost', allowCredentials: [], userVerification: 'required' });
    const { token, sessionId } = sessionOf(await signIn(authenticator.get(options)));
    expect((await world.resolve(token)).userId).toBe(owner.call.actor.userId);
    expect(await world.sql('select methods from sessions where id = $1', [sessionId])).toEqual([
      { methods: ['passkey'] },
    ]);
    const { passkeys } = await world.gateway.call(listSecondFactors, {}, owner.call);
    expect(passkeys[0]?.lastUsedAt).toEqual(expect.any(String));
  });

  it('does not get around the account’s rules for signing in (S15)', async () => {
    await world.sql('update accounts set second_factor_required = true where id = $1', [owner.accountId]);
    expect(sessionOf(await signIn(authenticator.get(await offer()))).sessionId).toEqual(expect.any(String));
    await world.sql(`update members set status = 'inactive' where id = $1`, [owner.memberId]);
    expect(await codeOf(signIn(authenticator.get(await offer())))).toBe('member.inactive');
  });

  it('signs each challenge once (S24)', async () => {
    // Passkeys in a cloud have a counter of 0, so only the challenge can reveal a replay.
    const still = authenticator.get(await offer(), { counter: 0 });
    await world.sql('update passkeys set counter = 0 where id = $1', [passkeyId]);
    expect(await codeOf(signIn(still))).toBe('none');
    expect(await codeOf(signIn(still))).toBe('passkey.invalid');
  });

  it('is refused when anything about its answer is wrong (S24)', async () => {
    const other = await world.openAccount();
    const { authenticator: theirs } = await setUpPasskey(world, other);
    const wrong = [
      { origin: 'https://evil.example' },
      { origin: 'http://localhost:3001' },
      { rpId: 'evil.example' },
      { userVerified: false },
      { challenge: 'AAAA' },
      { credentialId: theirs.credentialId },
      { credentialId: 'dW5rbm93bg' },
    ];
    for (const over of wrong) {
      const code = await codeOf(signIn(authenticator.get(await offer(), over)));
      expect({ over, code }).toEqual({ over, code: 'passkey.invalid' });
    }
    const foreignHandle = authenticator.get(await offer());
    foreignHandle.response.userHandle = Buffer.from(other.call.actor.userId).toString('base64url');
    expect(await codeOf(signIn(foreignHandle))).toBe('passkey.invalid');
    for (const member of ['clientDataJSON', 'authenticatorData', 'signature'] as const) {
      const broken = authenticator.get(await offer());
      broken.response[member] = '%%%';
      expect(await codeOf(signIn(broken))).toBe('passkey.invalid');
    }
    expect(await codeOf(signIn(authenticator.get(await offer())))).toBe('none');
  });

  it('is refused when its count of signatures goes back, because it may be a copy (S24)', async () => {
    expect(await codeOf(signIn(authenticator.get(await offer(), { counter: 7 })))).toBe('none');
    for (const counter of [6, 7]) {
      expect(await codeOf(signIn(authenticator.get(await offer(), { counter })))).toBe('passkey.invalid');
    }
    expect(await codeOf(signIn(authenticator.get(await offer(), { counter: 8 })))).toBe('none');
  });

  /**
   * Signs in while another transaction locks this row. That one runs `then`, and commits once the sign-in waits for it.
   */
  async function signInAround(row: string, then: string): Promise<string> {
    const response = authenticator.get(await offer());
    await world.sql('begin');
    await world.sql(row);
    const code = codeOf(signIn(response));
    try {
      await eventually('the sign-in to wait', async () => {
        const waiting = await world.sql('select from pg_locks where pg_backend_pid() = any(pg_blocking_pids(pid))');
        return waiting.length > 0 ? true : undefined;
      });
      await world.sql(then);
    } finally {
      await world.sql('commit');
    }
    return code;
  }

  it('is refused if it is deleted at this very moment', async () => {
    const member = `select from members where id = '${owner.memberId}' for update`;
    const code = await signInAround(member, `delete from passkeys where id = '${passkeyId}'`);
    expect(code).toBe('passkey.invalid');
  });

  it('waits for a first password that is being set: the session begins before and is ended by it, or begins after (S29)', async () => {
    const { userId } = owner.call.actor;
    await world.sql('delete from credentials where user_id = $1', [userId]);
    expect(await signInAround(`select from users where id = '${userId}' for no key update`, 'select')).toBe('none');
  });
});

describe('the passkeys of an address', () => {
  const seen = async (email: string) => (await offer(email)).allowCredentials ?? [];

  it('are offered alike whether the address has some, has none, or is unknown (S12)', async () => {
    const withNone = await world.openAccount();
    const nobody = address();
    expect(await seen(owner.email)).toEqual([
      { id: authenticator.credentialId, type: 'public-key', transports: ['internal'] },
    ]);
    for (const email of [withNone.email, nobody, 'not an address']) {
      const [decoy] = await seen(email);
      expect(decoy).toEqual({ id: expect.any(String), type: 'public-key', transports: expect.any(Array) });
      expect([16, 20, 32]).toContain(Buffer.from(decoy?.id ?? '', 'base64url').length);
      expect(await seen(email)).toEqual([decoy]);
    }
    expect(await seen(nobody.toUpperCase())).toEqual(await seen(nobody));
    expect(await seen(nobody)).not.toEqual(await seen(address()));
    const shapes = await Promise.all([offer(owner.email), offer(nobody)]);
    expect(Object.keys(shapes[0])).toEqual(Object.keys(shapes[1]));
  });

  it('take as many statements to offer for an unknown address, or without any, as with some (S12)', async () => {
    const withNone = await world.openAccount();
    const done = (email: string) => recordedWork(offerPasskey, () => offer(email));
    const all = await done(owner.email);
    expect(all.length).toBeGreaterThan(2);
    for (const email of [withNone.email, address()]) expect(await done(email)).toEqual(all);
  });
});

describe('as a second factor a passkey', () => {
  const step = async (challenge: string) => (await world.gateway.call(offerPasskeysForStep, { challenge })).options;
  const take = (challenge: string, passkey: PasskeyAssertion) =>
    world.gateway.call(takeSecondFactor, { challenge, passkey });

  it('is offered after the password, and works once', async () => {
    const { challenge, next, factors } = await challengeOf(world, owner);
    expect({ next, factors }).toEqual({ next: 'second-factor', factors: ['passkey', 'backup-code'] });
    const options = await step(challenge);
    expect(options.allowCredentials?.map(({ id }) => id)).toEqual([authenticator.credentialId]);
    const response = authenticator.get(options);
    expect(sessionOf(await take(challenge, response)).sessionId).toEqual(expect.any(String));
    expect(await codeOf(take(challenge, response))).toBe('challenge.invalid');
    expect(await codeOf(step(challenge))).toBe('challenge.invalid');
  });

  it('belongs to one sign-in of one person (S21)', async () => {
    const other = await world.openAccount();
    const { authenticator: theirs } = await setUpPasskey(world, other);
    const [first, second] = [await challengeOf(world, owner), await challengeOf(world, owner)];
    const options = await step(first.challenge);
    expect(await codeOf(take(first.challenge, theirs.get(options)))).toBe('passkey.invalid');
    expect(await codeOf(take(second.challenge, authenticator.get(await step(first.challenge))))).toBe(
      'passkey.invalid',
    );
    // A challenge for anybody, or for another purpose, is refused here too.
    expect(await codeOf(take(first.challenge, authenticator.get(await offer())))).toBe('passkey.invalid');
    const own = (await world.gateway.call(offerOwnPasskeys, {}, owner.call)).options;
    expect(await codeOf(take(first.challenge, authenticator.get(own)))).toBe('passkey.invalid');
    const asked = await step(first.challenge);
    expect(await codeOf(signIn(authenticator.get(asked)))).toBe('passkey.invalid');
    expect(await codeOf(take(first.challenge, authenticator.get(await step(first.challenge))))).toBe('none');
  });
});

describe('as a fresh proof a passkey', () => {
  it('renews the session that asked, and no other session’s challenge is accepted (S22, S26)', async () => {
    const first = sessionOf(await signIn(authenticator.get(await offer())));
    const me = await world.signedIn(owner.email, first);
    const ask = async (call = me.call) => (await world.gateway.call(offerOwnPasskeys, {}, call)).options;
    const prove = (passkey: PasskeyAssertion) => world.gateway.call(reauthenticate, { passkey }, me.call);
    expect(await codeOf(prove(authenticator.get(await ask(owner.call))))).toBe('passkey.invalid');
    expect(await codeOf(prove(authenticator.get(await offer())))).toBe('passkey.invalid');
    const renewed = sessionOf(await prove(authenticator.get(await ask())));
    expect(await codeOf(world.resolve(first.token))).toBe('session.required');
    expect((await world.resolve(renewed.token)).userId).toBe(owner.call.actor.userId);
    const other = await world.openAccount();
    expect(await codeOf(world.gateway.call(offerOwnPasskeys, {}, other.call))).toBe('passkey.not-found');
  });
});
