import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  changePassword,
  confirmEmailChange,
  createSession,
  getMe,
  memberEdited,
  offerPasskey,
  requestEmailChange,
  requestPasswordReset,
  signInByPasskey,
  undoEmailChange,
  type CallContext,
} from '@roster/contracts';
import { setUpApp, setUpPasskey } from '../../../../../test/identity/factors.js';
import { mailedToken, mailsTo } from '../../../../../test/identity/mails.js';
import { address, codeOf, IdentityWorld, PASSWORD, type Owner } from '../../../../../test/identity/world.js';

let world: IdentityWorld;
beforeAll(async () => {
  world = await IdentityWorld.create({
    RATE_LIMITS: 'true',
    RATE_LIMIT_TOKENS: '10000',
    RATE_LIMIT_SIGN_UPS: '10000',
    RATE_LIMIT_INVITATIONS: '10000',
  });
});
afterAll(() => world.close());

const ask = ({ call }: Owner, email: string, more: Partial<CallContext> = {}, password?: string) =>
  world.gateway.call(requestEmailChange, { email, ...(password && { password }) }, { ...call, ...more });
const confirm = (token: string) => world.gateway.call(confirmEmailChange, { token });
const undo = (token: string) => world.gateway.call(undoEmailChange, { token });
const signIn = (email: string) => codeOf(world.gateway.call(createSession, { email, password: PASSWORD }));
const emailOf = async ({ call }: Owner) => (await world.gateway.call(getMe, {}, call)).user.email;

/** Asks for the change; resolves with the token of the mail to the new address. */
async function asked(owner: Owner, email: string): Promise<string> {
  await ask(owner, email);
  return mailedToken(world, email, 'email-change');
}

/** Changes the address; resolves with the token that undoes it. */
async function changed(owner: Owner, from: string, to: string): Promise<string> {
  const count = (await mailsTo(world, from, 'email-changed')).length + 1;
  await confirm(await asked(owner, to));
  return mailedToken(world, from, 'email-changed', count);
}

describe('a change of address (S44)', () => {
  it('takes effect once the new address has confirmed it; until then the old one signs in, and is told at once (S14)', async () => {
    const owner = await world.openAccount();
    const email = address('new');
    const token = await asked(owner, email);
    const [told] = await mailsTo(world, owner.email, 'email-change-requested');
    expect(told).toMatchObject({ words: { firstName: 'Olivia', newEmail: email }, link: null });
    expect([await signIn(owner.email), await signIn(email)]).toEqual(['none', 'session.credentials-invalid']);
    expect(await confirm(token)).toEqual({});
    expect([await signIn(owner.email), await signIn(email)]).toEqual(['session.credentials-invalid', 'none']);
    expect(await emailOf(owner)).toBe(email);
    const [done] = await mailsTo(world, owner.email, 'email-changed');
    expect(done?.words).toMatchObject({ newEmail: email });
    expect(Date.parse(done?.expiresAt ?? '')).toBeGreaterThan(Date.now() + 6.9 * 86_400_000);
    const noted = 'select action from activities where account_id = $1 order by id';
    const actions = (await world.sql<{ action: string }>(noted, [owner.accountId])).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['email-change.requested']));
  });

  it('changes their members in all their accounts, each with an event, which says who did it', async () => {
    const owner = await world.openAccount();
    const second = await world.openAccount({ email: owner.email });
    const email = address('new');
    const token = await changed(owner, owner.email, email);
    for (const { accountId, memberId } of [owner, second]) {
      expect(await world.sql('select email from members where account_id = $1', [accountId])).toEqual([{ email }]);
      const [event] = await world.events(memberEdited, memberId);
      expect(event).toMatchObject({ accountid: accountId, data: { member: { id: memberId, email, revision: 3 } } });
      expect(event?.data.act).toMatchObject({
        action: 'email.changed',
        actor: { kind: 'member', memberId },
        targetId: memberId,
        parts: [{ kind: 'profile', id: memberId, before: null, after: { fields: ['email'] } }],
      });
    }
    await undo(token);
    for (const { memberId } of [owner, second]) {
      const [, event] = await world.events(memberEdited, memberId);
      expect(event?.data.act).toMatchObject({ action: 'email-change.undone', actor: { kind: 'member', memberId } });
    }
  });

  it('needs a fresh proof of who asks (S22)', async () => {
    const owner = await world.openAccount();
    const authenticatedAt = new Date(Date.now() - 11 * 60_000).toISOString();
    const stale = { actor: { ...owner.call.actor, authenticatedAt } };
    expect(await codeOf(ask(owner, address(), stale))).toBe('session.reauthentication-required');
    expect(await codeOf(ask(owner, address(), {}, 'not the right password'))).toBe('session.credentials-invalid');
    expect(await codeOf(ask(owner, address(), {}, PASSWORD))).toBe('none');
  });

  it('gets the same answer whoever has the new address; only somebody who reads its mail learns that it is taken (S12)', async () => {
    const owner = await world.openAccount();
    const { email: taken } = await world.openAccount();
    const answers = [await ask(owner, address()), await ask(owner, taken)];
    expect(answers).toEqual([{}, {}]);
    const token = await mailedToken(world, taken, 'email-change');
    expect(await codeOf(confirm(token))).toBe('email.taken');
    expect(await emailOf(owner)).toBe(owner.email);
  });

  it('is refused if somebody in the same account has the address, even if only invited', async () => {
    const owner = await world.openAccount();
    const email = address();
    await world.invite(owner, email);
    expect(await codeOf(confirm(await asked(owner, email)))).toBe('email.taken');
  });

  it.each([
    'nobody',
    'a@x.com\r\nBcc: b@x.com',
    'a\0@x.com',
    '\u212aelvin@\u212aelvin.example',
    `${'a'.repeat(250)}@x.com`,
  ])('to %j is refused (S41)', async (email) => {
    const owner = await world.openAccount();
    expect(await codeOf(ask(owner, email))).toMatch(/^request\.(invalid|malformed)$/);
    expect(await codeOf(ask(owner, owner.email.toUpperCase()))).toBe('request.invalid');
  });

  it('mails one address only so often, whoever asks (S43)', async () => {
    const email = address();
    const owners = [await world.openAccount(), await world.openAccount()];
    const codes: string[] = [];
    for (let n = 0; n < 6; n += 1) codes.push(await codeOf(ask(owners[n % 2]!, email)));
    expect(codes).toEqual(['none', 'none', 'none', 'none', 'none', 'rate.limited']);
  });
});

describe('the link that confirms it (S39)', () => {
  it('is replaced by a later one and expires, with the same answer', async () => {
    const owner = await world.openAccount();
    const [one, two] = [address('one'), address('two')];
    const first = await asked(owner, one);
    const second = await asked(owner, two);
    expect(await codeOf(confirm(first))).toBe('token.invalid');
    await world.sql(`update email_changes set expires_at = now() - interval '1 s' where new_email = $1`, [two]);
    expect(await codeOf(confirm(second))).toBe('token.invalid');
    expect(await codeOf(confirm('never-made'))).toBe('token.invalid');
  });

  it('voids links that set a password, which went to the old address', async () => {
    const owner = await world.openAccount();
    await world.gateway.call(requestPasswordReset, { email: owner.email });
    await mailedToken(world, owner.email, 'password-reset');
    await confirm(await asked(owner, address('new')));
    const open = 'select from password_resets where user_id = $1 and closed_at is null';
    expect(await world.sql(open, [owner.call.actor.userId])).toEqual([]);
  });
});

describe('the link that undoes it (S44)', () => {
  it('gives the old address back, once, and ends all sessions', async () => {
    const owner = await world.openAccount();
    const email = address('thief');
    const token = await changed(owner, owner.email, email);
    const thief = await world.signIn({ email, password: PASSWORD });
    expect(await undo(token)).toEqual({});
    expect(await codeOf(undo(token))).toBe('token.invalid');
    const open = 'select from sessions where user_id = $1 and ended_at is null';
    expect(await world.sql(open, [thief.call.actor.userId])).toEqual([]);
    expect([await signIn(owner.email), await signIn(email)]).toEqual(['none', 'session.credentials-invalid']);
    expect(await world.sql('select email from members where id = $1', [owner.memberId])).toEqual([
      { email: owner.email },
    ]);
  });

  it('works even after further changes, and voids the links of those', async () => {
    const owner = await world.openAccount();
    const [second, third] = [address('second'), address('third')];
    const first = await changed(owner, owner.email, second);
    const later = await changed(owner, second, third);
    const pending = await asked(owner, address('fourth'));
    expect(await codeOf(undo(first))).toBe('none');
    expect(await codeOf(undo(later))).toBe('token.invalid');
    expect(await codeOf(confirm(pending))).toBe('token.invalid');
    expect([await signIn(owner.email), await signIn(second), await signIn(third)]).toEqual([
      'none',
      'session.credentials-invalid',
      'session.credentials-invalid',
    ]);
  });

  it('deletes what was set up since: a thief’s password, passkey, codes and device stop working', async () => {
    const owner = await world.openAccount();
    const { userId } = owner.call.actor;
    await setUpApp(world, owner);
    const email = address('thief');
    const token = await changed(owner, owner.email, email);
    const { authenticator } = await setUpPasskey(world, owner);
    const password = 'a sentence of somebody else’s making';
    await world.gateway.call(changePassword, { currentPassword: PASSWORD, password }, owner.call);
    await undo(token);
    const signInWith = (typed: string) =>
      codeOf(world.gateway.call(createSession, { email: owner.email, password: typed }));
    expect([await signInWith(password), await signInWith(PASSWORD)]).toEqual([
      'session.credentials-invalid',
      'session.credentials-invalid',
    ]);
    const { options } = await world.gateway.call(offerPasskey, {});
    expect(await codeOf(world.gateway.call(signInByPasskey, { response: authenticator.get(options) }))).toBe(
      'passkey.invalid',
    );
    const left = 'select (select count(*)::int from $t where user_id = $1) as left';
    for (const [table, count] of Object.entries({ passkeys: 0, devices: 0, totps: 1 })) {
      expect({ table, rows: await world.sql(left.replace('$t', table), [userId]) }).toEqual({
        table,
        rows: [{ left: count }],
      });
    }
  });

  it('keeps the link of an earlier change', async () => {
    const owner = await world.openAccount();
    const [second, third] = [address('second'), address('third')];
    const first = await changed(owner, owner.email, second);
    await undo(await changed(owner, second, third));
    expect(await signIn(second)).toBe('none');
    await undo(first);
    expect(await signIn(owner.email)).toBe('none');
  });

  it('is valid for seven days', async () => {
    const owner = await world.openAccount();
    const token = await changed(owner, owner.email, address('new'));
    const expire = (ago: string) =>
      world.sql(`update email_changes set undo_expires_at = now() + $2::interval where user_id = $1`, [
        owner.call.actor.userId,
        ago,
      ]);
    await expire('-1 s');
    expect(await codeOf(undo(token))).toBe('token.invalid');
    await expire('1 minute');
    expect(await codeOf(undo(token))).toBe('none');
  });
});
