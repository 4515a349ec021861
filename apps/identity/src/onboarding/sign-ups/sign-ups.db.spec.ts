import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createSession,
  emailVerificationRequested,
  getMe,
  memberActivated,
  memberDeleted,
  planUnknown,
  resendVerification,
  RosterError,
  signUp,
  verifyEmail,
  type ApplyMember,
  type EmailVerificationRequested,
  type OpenSubscription,
} from '@roster/contracts';
import { eventually } from '../../../../../test/harness/eventually.js';
import { recordedWork } from '../../../../../test/harness/recorded-work.js';
import { compete } from '../../../../../test/harness/once-of-many.js';
import { address, codeOf, IdentityWorld, PASSWORD, sessionOf } from '../../../../../test/identity/world.js';

let world: IdentityWorld;
beforeAll(async () => {
  world = await IdentityWorld.create({ PASSWORD_COST: 'recommended' });
});
afterAll(() => world.close());

const verify = (token: string) => world.gateway.call(verifyEmail, { token });
const signIn = async (email: string, password = PASSWORD) =>
  sessionOf(await world.gateway.call(createSession, { email, password }));

/** The links that were mailed to the address, in order. */
const mailsTo = async (email: string) =>
  (await world.events(emailVerificationRequested)).filter(({ data }) => data.email === email).map(({ data }) => data);
const linkOf = ({ verification: { id, generation } }: EmailVerificationRequested) =>
  world.token('email-verification', id, generation);
const resend = (email: string) => world.gateway.call(resendVerification, { email });

describe('opening an account', () => {
  it('answers with a pending account and its owner, whose seat is taken before', async () => {
    const { account, member } = await world.signUp({ email: 'Olivia@Example.com' });
    expect(account).toMatchObject({ name: 'Acme', preset: 'ortto', status: 'pending', ownerMemberId: member.id });
    expect(member).toMatchObject({ email: 'olivia@example.com', status: 'invited', isOwner: true, roles: [] });
    expect(world.neighbours.inputs<OpenSubscription>('open').at(-1)).toEqual({
      accountId: account.id,
      preset: 'ortto',
      planId: 'team',
      ownerMemberId: member.id,
    });
  });

  it('lets nobody in before the address is verified, and says why only with the right password', async () => {
    const email = address();
    await world.signUp({ email });
    expect(await codeOf(signIn(email))).toBe('email.unverified');
    expect(await codeOf(signIn(email, 'another long sentence'))).toBe('session.credentials-invalid');
  });

  it('activates account and owner by the mailed link, and answers with the version that access applied', async () => {
    const email = address();
    const { account, member } = await world.signUp({ email });
    expect(await verify(await world.verificationToken(account.id))).toEqual({ version: 7 });
    const [event] = await world.events(memberActivated, member.id);
    expect(event?.data).toMatchObject({
      account: { id: account.id, status: 'active', ownerMemberId: member.id, revision: 2 },
      member: { id: member.id, email, status: 'active', roleIds: [], revision: 2 },
    });
    expect(world.neighbours.inputs<ApplyMember>('apply').at(-1)).toEqual({ envelope: event });
    expect((await signIn(email)).member).toMatchObject({ id: member.id, status: 'active', isOwner: true });
  });

  it('is done even if access does not answer, without a version', async () => {
    const { account } = await world.signUp();
    const { apply } = world.neighbours;
    world.neighbours.apply = () => undefined;
    expect(await verify(await world.verificationToken(account.id))).toEqual({});
    world.neighbours.apply = apply;
  });

  it.each([
    ['a preset that does not exist', { preset: 'nothing' }, 'preset.unknown'],
    ['a password of 14 characters', { password: 'x'.repeat(14) }, 'user.password-weak'],
    ['a second line in the address', { email: 'a@x.com\r\nBcc: b@x.com' }, 'request.invalid'],
    ['a second line in the name', { name: 'Acme\r\nBcc: b@x.com' }, 'request.invalid'],
  ])('refuses %s', async (_, over, code) => {
    const before = world.neighbours.inputs('open').length;
    expect(await codeOf(world.signUp(over))).toBe(code);
    expect(world.neighbours.inputs('open')).toHaveLength(before);
  });

  it('keeps nothing if billing does not know the plan', async () => {
    const { open } = world.neighbours;
    world.neighbours.open = () => {
      throw new RosterError(planUnknown);
    };
    const email = address();
    expect(await codeOf(world.signUp({ email, planId: 'golden' }))).toBe('plan.unknown');
    expect(await world.sql('select from members where email = $1', [email])).toHaveLength(0);
    world.neighbours.open = open;
  });

  it('has one effect for one idempotency key, and refuses the key for another request', async () => {
    const email = address();
    const [first, second] = await Promise.all([
      world.signUp({ email }, { idempotencyKey: email }),
      world.signUp({ email }, { idempotencyKey: email }),
    ]);
    expect(second).toEqual(first);
    expect(await world.sql('select from members where email = $1', [email])).toHaveLength(1);
    expect(await codeOf(world.signUp({ email, name: 'Other' }, { idempotencyKey: email }))).toBe(
      'idempotency.key-reused',
    );
  });

  it('mails one address only so often (S43)', async () => {
    const email = address();
    for (let i = 0; i < 5; i += 1) await world.signUp({ email });
    await expect(world.signUp({ email })).rejects.toMatchObject({
      code: 'rate.limited',
      details: { retryAfter: expect.any(Number) },
    });
    await world.signUp();
  });
});

it('mails one address only so often at the same time too (S43)', async () => {
  const email = address();
  const effects = async () => (await mailsTo(email)).length;
  const outcome = await compete({ attempt: () => world.signUp({ email }), effects });
  expect(outcome).toMatchObject({ effects: 5, told: 5, refusals: ['rate.limited'] });
});

describe('a later sign-up with the same address', () => {
  it('replaces an open one whole: account, password, and link, and frees the seat', async () => {
    const email = address();
    const first = await world.signUp({ email, password: 'the sentence of a stranger' });
    const [old] = await mailsTo(email);
    const link = old && (await linkOf(old));
    const second = await world.signUp({ email, name: 'Mine' });
    expect(await codeOf(verify(link ?? ''))).toBe('token.invalid');
    await eventually('the event that frees the seat', async () => {
      const [event] = await world.events(memberDeleted, first.member.id);
      return event;
    });
    expect(await codeOf(signIn(email, 'the sentence of a stranger'))).toBe('session.credentials-invalid');
    await verify(await world.verificationToken(second.account.id));
    expect((await signIn(email)).account).toMatchObject({ id: second.account.id, name: 'Mine' });
  });

  it('opens a further account where the first one is verified', async () => {
    const owner = await world.openAccount();
    const { account } = await world.signUp({ email: owner.email });
    await verify(await world.verificationToken(account.id));
    for (const accountId of [owner.accountId, account.id]) {
      expect((await world.signIn({ email: owner.email, password: PASSWORD, accountId })).accountId).toBe(accountId);
    }
  });

  it('leaves one consistent outcome beside another one and a verification at the same time', async () => {
    const replica = await world.start();
    const again = async () => {
      const email = address();
      const first = await world.signUp({ email });
      const token = await world.verificationToken(first.account.id);
      const [verified] = await Promise.all([codeOf(verify(token)), world.signUp({ email }), world.signUp({ email })]);
      const isFirst = verified === 'none';
      const ended = isFirst ? 1 : 2;
      const states = await eventually('the end of what was replaced', async () => {
        const rows = await world.sql<{ status: string; open: boolean; id: string }>(
          `select m.status, s.id is not null as open, m.account_id as id from members m
           left join sign_ups s on s.account_id = m.account_id and s.member_id = m.id
           where m.account_id in (select (envelope -> 'data' ->> 'accountId')::uuid from outbox
             where subject = $1 and envelope -> 'data' ->> 'email' = $2)`,
          [emailVerificationRequested.subject, email],
        );
        return rows.filter(({ status }) => status === 'deleted').length === ended ? rows : undefined;
      });
      expect(states.map(({ status, open }) => `${status}${open ? ' open' : ''}`).toSorted()).toEqual(
        isFirst ? ['active', 'deleted', 'invited open'] : ['deleted', 'deleted', 'invited open'],
      );
      expect(states.find(({ id }) => id === first.account.id)?.status).toBe(isFirst ? 'active' : 'deleted');
    };
    for (let round = 0; round < 5; round += 1) await again();
    await replica.stop();
  });
});

describe('asking for the link again', () => {
  it('mails a new one, and the earlier ones stop working', async () => {
    const email = address();
    const { account } = await world.signUp({ email });
    const old = await world.verificationToken(account.id);
    expect(await resend(email.toUpperCase())).toEqual({});
    const [, mail] = await eventually('the second mail', async () => {
      const mails = await mailsTo(email);
      return mails.length > 1 ? mails : undefined;
    });
    expect(mail?.verification.generation).toBe(2);
    expect(await codeOf(verify(old))).toBe('token.invalid');
    await verify(await linkOf(mail!));
    expect((await signIn(email)).account.id).toBe(account.id);
  });

  it('answers the same after the same work, whoever has the address (S12)', async () => {
    const [open, verified, free] = [address(), (await world.openAccount()).email, address()];
    await world.signUp({ email: open });
    const works: string[][] = [];
    for (const email of [open, verified, free]) works.push(await recordedWork(resendVerification, () => resend(email)));
    expect(works[1]).toEqual(works[0]);
    expect(works[2]).toEqual(works[0]);
  });

  it('counts with the sign-ups of the address, so that one address gets only so many mails (S43)', async () => {
    const email = address();
    await world.signUp({ email });
    for (let time = 0; time < 4; time += 1) await resend(email);
    expect([await codeOf(resend(email)), await codeOf(world.signUp({ email }))]).toEqual([
      'rate.limited',
      'rate.limited',
    ]);
    expect(await codeOf(resend('nobody at all'))).toBe('request.invalid');
  });

  it('is like a sign-up in that: the same answer after the same work (S12)', async () => {
    const [open, verified, free] = [address(), (await world.openAccount()).email, address()];
    await world.signUp({ email: open });
    const works: string[][] = [];
    for (const email of [open, verified, free]) works.push(await recordedWork(signUp, () => world.signUp({ email })));
    expect(works[1]).toEqual(works[0]);
    expect(works[2]).toEqual(works[0]);
  });

  it('is what a refused sign-in points to', async () => {
    const email = address();
    await world.signUp({ email });
    await expect(signIn(email)).rejects.toMatchObject({
      code: 'email.unverified',
      message: expect.stringContaining('/v1/email-verifications/resend'),
      details: { resend: '/v1/email-verifications/resend' },
    });
  });
});

describe('an expired sign-up', () => {
  it('is deleted on its own, and the event about its owner frees the seat', async () => {
    const { account, member } = await world.signUp();
    const token = await world.verificationToken(account.id);
    await world.sql(`update sign_ups set expires_at = now() - interval '1 s' where account_id = $1`, [account.id]);
    const replica = await world.start();
    const [event] = await eventually('the expiry', async () => {
      const events = await world.events(memberDeleted, member.id);
      return events.length > 0 ? events : undefined;
    });
    expect(event?.data).toMatchObject({
      account: { id: account.id, status: 'pending' },
      member: { id: member.id, status: 'deleted', revision: 2 },
    });
    expect(await world.sql('select from sign_ups where account_id = $1', [account.id])).toHaveLength(0);
    expect(await codeOf(verify(token))).toBe('token.invalid');
    await replica.stop();
  });
});

describe('an address that has a user already (S12)', () => {
  it('gets the same answer, and the new account joins that user with the password they have', async () => {
    const owner = await world.openAccount();
    const other = 'quite another long sentence';
    const { account, member } = await world.signUp({ email: owner.email, password: other });
    expect(account.status).toBe('pending');
    await verify(await world.verificationToken(account.id));
    expect(await codeOf(signIn(owner.email, other))).toBe('session.credentials-invalid');
    const both = await world.signIn({ email: owner.email, password: PASSWORD, accountId: account.id });
    expect(both.memberId).toBe(member.id);
    expect((await world.gateway.call(getMe, {}, both.call)).user.id).toBe(owner.call.actor.userId);
  });
});

describe('the mailed link', () => {
  it('gets the same answer whether it was used, is expired, or never existed', async () => {
    const { account } = await world.signUp();
    const token = await world.verificationToken(account.id);
    await world.sql(`update sign_ups set expires_at = now() - interval '1 s' where account_id = $1`, [account.id]);
    const [pending] = await world.sql<{ id: string }>('select id from sign_ups where account_id = $1', [account.id]);
    expect(await codeOf(verify(token))).toBe('token.invalid');
    expect(await codeOf(verify('never-made'))).toBe('token.invalid');
    expect(await codeOf(world.token('email-verification', pending?.id ?? ''))).toBe('token.invalid');
  });

  it('is not stored in the database, and neither is the password (S6)', async () => {
    const password = 'canary canary canary';
    const { account } = await world.signUp({ password }, { idempotencyKey: 'canary-key' });
    const token = await world.verificationToken(account.id);
    await verify(token);
    const tables = await world.sql<{ name: string }>(
      `select c.relname as name from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`,
    );
    for (const { name } of tables) {
      const rows = await world.sql(`select from ${name} t where t::text like $1 or t::text like $2`, [
        `%${password}%`,
        `%${token}%`,
      ]);
      expect({ name, rows: rows.length }).toEqual({ name, rows: 0 });
    }
    const [stored] = await world.sql<{ hash: string }>(
      `select password_hash as hash from credentials join members using (user_id) where account_id = $1`,
      [account.id],
    );
    expect(stored?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});
