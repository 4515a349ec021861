import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createSession,
  passwordResetRequested,
  requestPasswordReset,
  resetPassword,
  sessionEnded,
  takeSecondFactor,
} from '@roster/contracts';
import { eventually } from '../../../../../test/harness/eventually.js';
import { settled } from '../../../../../test/harness/once-of-many.js';
import { codeOfApp, setUpApp } from '../../../../../test/identity/factors.js';
import { mailedToken, mailsTo } from '../../../../../test/identity/mails.js';
import { address, codeOf, IdentityWorld, PASSWORD, type Owner } from '../../../../../test/identity/world.js';
import { hashToken } from '../../core/tokens/token.js';

const NEW = 'quite another long sentence';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';

let world: IdentityWorld;
beforeAll(async () => {
  world = await IdentityWorld.create({
    RATE_LIMITS: 'true',
    RATE_LIMIT_TOKENS: '10000',
    RATE_LIMIT_SIGN_UPS: '10000',
    RATE_LIMIT_SIGN_INS: '10000',
    RATE_LIMIT_SIGN_INS_PER_EMAIL: '10000',
  });
});
afterAll(() => world.close());

const ask = (email: string) =>
  world.gateway.call(requestPasswordReset, { email }, { client: { address: '192.0.2.7', userAgent: FIREFOX } });
const reset = (token: string, password = NEW) => world.gateway.call(resetPassword, { token, password });
const signIn = (email: string, password: string) =>
  settled(() => world.gateway.call(createSession, { email, password }));
const isOpen = async ({ call }: Owner) =>
  (await world.sql('select from sessions where id = $1 and ended_at is null', [call.actor.sessionId])).length === 1;

/** Asks for a reset; resolves with the token of its mail. */
async function mailed(email: string, typed = email): Promise<string> {
  const count = (await mailsTo(world, email, 'password-reset')).length + 1;
  await ask(typed);
  return mailedToken(world, email, 'password-reset', count);
}

describe('somebody who has forgotten their password', () => {
  it('sets a new one by the mailed link, which works once; all sessions end, and they are told (S14, S29, S39)', async () => {
    const owner = await world.openAccount();
    const elsewhere = await world.signIn({ email: owner.email, password: PASSWORD });
    const token = await mailed(owner.email);
    expect(await reset(token)).toEqual({});
    expect(await codeOf(reset(token))).toBe('token.invalid');
    expect([await isOpen(owner), await isOpen(elsewhere)]).toEqual([false, false]);
    expect(await world.events(sessionEnded, owner.call.actor.sessionId)).toHaveLength(1);
    expect(await signIn(owner.email, PASSWORD)).toBe('session.credentials-invalid');
    expect(await signIn(owner.email, NEW)).toBe('none');
    const [told] = await mailsTo(world, owner.email, 'password-changed');
    expect(told).toMatchObject({ words: { firstName: 'Olivia' }, link: null });
    expect(
      await world.sql(`select member_id from activities where action = 'password.changed' and account_id = $1`, [
        owner.accountId,
      ]),
    ).toEqual([{ member_id: owner.memberId }]);
  });

  it('is no longer known on any device: the old password may have been used there (S9)', async () => {
    const { email, call } = await world.openAccount();
    const known = () => world.sql('select from devices where user_id = $1', [call.actor.userId]);
    expect(await known()).toHaveLength(1);
    await reset(await mailed(email));
    expect(await known()).toEqual([]);
  });

  it('is not signed in afterwards: a reset begins no session (S20)', async () => {
    const { email, call } = await world.openAccount();
    await reset(await mailed(email));
    const count = `select count(*)::int as open from sessions where user_id = $1 and ended_at is null`;
    expect(await world.sql(count, [call.actor.userId])).toEqual([{ open: 0 }]);
  });

  it('still needs their second factor, which stays as it was (S20)', async () => {
    const owner = await world.openAccount();
    const { secret } = await setUpApp(world, owner);
    await reset(await mailed(owner.email));
    const { session, challenge } = await world.gateway.call(createSession, { email: owner.email, password: NEW });
    expect({ session, next: challenge?.next }).toEqual({ session: undefined, next: 'second-factor' });
    const step = { challenge: challenge?.challenge ?? '', code: codeOfApp(secret) };
    expect((await world.gateway.call(takeSecondFactor, step)).session?.member.id).toBe(owner.memberId);
  });

  it('has to set one up if their account requires it; a shorter password is enough then (S1, S20)', async () => {
    const { email, accountId } = await world.openAccount();
    await world.sql('update accounts set second_factor_required = true where id = $1', [accountId]);
    await reset(await mailed(email), 'kn8wzq1p');
    const { session, challenge } = await world.gateway.call(createSession, { email, password: 'kn8wzq1p' });
    expect(session).toBeUndefined();
    expect(challenge?.next).toBe('enrolment');
  });

  it('ends what was begun with the old one: sign-ins between two steps, and a change of address', async () => {
    const owner = await world.openAccount();
    const { userId } = owner.call.actor;
    await world.sql(
      `insert into challenges (id, token_hash, user_id, account_id, member_id, methods, next, expires_at, created_at)
       values ($1, $2, $3, $4, $5, '{password}', 'second-factor', now() + interval '1 h', now())`,
      [randomUUID(), randomUUID(), userId, owner.accountId, owner.memberId],
    );
    await world.sql(
      `insert into email_changes (id, user_id, old_email, new_email, token_hash, expires_at, created_at)
       values ($1, $2, $3, $4, $5, now() + interval '1 h', now())`,
      [randomUUID(), userId, owner.email, address(), randomUUID()],
    );
    await reset(await mailed(owner.email));
    expect(await world.sql('select from challenges where user_id = $1', [userId])).toEqual([]);
    expect(await world.sql('select from email_changes where user_id = $1 and closed_at is null', [userId])).toEqual([]);
  });

  it('signs out anybody who signs in with the old one at the same moment (S29)', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { email, call } = await world.openAccount();
      const token = await mailed(email);
      const signIns = Array.from({ length: 24 }, () => signIn(email, PASSWORD));
      await Promise.all([...signIns, settled(() => reset(token))]);
      expect(await mailsTo(world, email, 'password-changed')).toHaveLength(1);
      const open = 'select from sessions where user_id = $1 and ended_at is null';
      expect(await world.sql(open, [call.actor.userId])).toEqual([]);
    }
  });

  it('keeps the link if the new password is refused', async () => {
    const { email } = await world.openAccount({ name: 'Sparrowhawk' });
    const token = await mailed(email);
    expect(await codeOf(reset(token, 'x'.repeat(14)))).toBe('user.password-weak');
    expect(await codeOf(reset(token, 'password123456789'))).toBe('user.password-weak');
    expect(await codeOf(reset(token, 'the sparrowhawk has landed'))).toBe('user.password-weak');
    expect(await codeOf(reset(token))).toBe('none');
  });
});

describe('the link', () => {
  it('is replaced by a later one and expires, with the same answer (S39)', async () => {
    const { email } = await world.openAccount();
    const first = await mailed(email);
    const second = await mailed(email);
    expect(await codeOf(reset(first))).toBe('token.invalid');
    await world.sql(`update password_resets set expires_at = now() - interval '1 s' where token_hash = $1`, [
      hashToken(second),
    ]);
    expect(await codeOf(reset(second))).toBe('token.invalid');
    expect(await codeOf(reset('never-made'))).toBe('token.invalid');
  });

  it('is stored as a hash only: neither it nor the password is anywhere in the database (S6, S39)', async () => {
    const { email } = await world.openAccount();
    const token = await mailed(email);
    const password = `a canary named ${randomUUID()}`;
    await reset(token, password);
    const tables = await world.sql<{ name: string }>(
      `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
    );
    for (const { name } of tables) {
      const rows = await world.sql(`select from ${name} t where t::text like any ($1)`, [
        [`%${token}%`, `%${password}%`],
      ]);
      expect({ name, rows: rows.length }).toEqual({ name, rows: 0 });
    }
  });
});

describe('the address of a reset', () => {
  it('is mailed to as it is stored, never as it was typed (S41)', async () => {
    const email = address('ada');
    await world.openAccount({ email });
    await ask(email.replace('example', 'ex\u0430mple'));
    await mailed(email, ` ${email.toUpperCase()} `);
    const [, ...others] = await mailsTo(world, email, 'password-reset');
    expect(others).toEqual([]);
    expect(await codeOf(ask(`${email}\r\nBcc: eve@example.com`))).toBe('request.invalid');
  });

  it('does the same work and has the same answer whoever has it; nobody unknown is mailed (S12)', async () => {
    const { email: known } = await world.openAccount();
    const unknown = address();
    const rows = 'select count(*)::int as n from outbox where subject = $1';
    const requests = async () => (await world.sql<{ n: number }>(rows, [passwordResetRequested.subject]))[0]?.n ?? 0;
    for (const email of [known, unknown]) {
      const before = await requests();
      expect(await ask(email)).toEqual({});
      expect(await requests()).toBe(before + 1);
    }
    await eventually('the mail to the known one', async () => {
      const mails = await mailsTo(world, known, 'password-reset');
      return mails.length === 1 ? mails : undefined;
    });
    // This request came later and is handled later, so the one before is finished too.
    await mailed((await world.openAccount()).email);
    expect(await mailsTo(world, unknown)).toEqual([]);
  });

  it('is told where the request came from, and is limited alike whether known or unknown (S43)', async () => {
    const { email: known } = await world.openAccount();
    await mailed(known);
    expect((await mailsTo(world, known, 'password-reset'))[0]?.origin).toMatchObject({
      address: '192.0.2.7',
      device: 'Firefox 145 on Linux',
    });
    for (const [email, more] of [
      [known, 4],
      [address(), 5],
    ] as const) {
      for (let i = 0; i < more; i += 1) expect(await codeOf(ask(email))).toBe('none');
      expect(await codeOf(ask(email))).toBe('rate.limited');
    }
  });
});
