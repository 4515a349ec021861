import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { chooseNewPassword, createSession, takeSecondFactor } from '@roster/contracts';
import { eventually } from '../../../../../test/harness/eventually.js';
import { mailsTo } from '../../../../../test/identity/mails.js';
import { codeOf, IdentityWorld, PASSWORD, sessionOf, type Owner } from '../../../../../test/identity/world.js';
import { hashToken } from '../../core/tokens/token.js';

const OWN = 'another sentence that nobody else knows';

let world: IdentityWorld;
let person: Owner;

beforeAll(async () => {
  world = await IdentityWorld.create();
});
afterAll(() => world.close());
beforeEach(async () => {
  person = await world.openAccount();
  await world.sql('update credentials set must_change = true where user_id = $1', [person.call.actor.userId]);
});

const signIn = (password = PASSWORD) => world.gateway.call(createSession, { email: person.email, password });
const choose = (challenge: string, password = OWN) => world.gateway.call(chooseNewPassword, { challenge, password });

async function begin(): Promise<string> {
  const { challenge } = await signIn();
  if (!challenge) throw new Error('Nothing more was asked');
  return challenge.challenge;
}

it('a new system is empty: no user, no account, no default password (S13)', async () => {
  const fresh = await IdentityWorld.create();
  try {
    for (const table of ['users', 'credentials', 'accounts', 'members', 'sessions', 'sign_ups']) {
      expect(await fresh.sql(`select count(*)::int as rows from ${table}`)).toEqual([{ rows: 0 }]);
    }
  } finally {
    await fresh.close();
  }
});

describe('a password that somebody else has chosen (S13)', () => {
  it('leads only to the step that replaces it', async () => {
    const { session, challenge } = await signIn();
    expect(session).toBeUndefined();
    expect(challenge).toEqual({
      challenge: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      next: 'new-password',
      factors: [],
      expiresAt: expect.any(String),
    });
    expect(await codeOf(world.resolve(challenge?.challenge ?? ''))).toBe('session.required');
  });

  it('is replaced once, which signs the person in and tells them by mail, and is worthless from then on (S14)', async () => {
    const challenge = await begin();
    const { token, member } = sessionOf(await choose(challenge));
    expect(member.id).toBe(person.memberId);
    expect((await world.resolve(token)).memberId).toBe(person.memberId);
    // Somebody who knew the old password may have used it.
    expect(await codeOf(world.gateway.call(createSession, { email: person.email, password: PASSWORD }))).toBe(
      'session.credentials-invalid',
    );
    const open = await world.sql('select from sessions where user_id = $1 and ended_at is null', [
      person.call.actor.userId,
    ]);
    expect(open).toHaveLength(1);
    expect(sessionOf(await signIn(OWN)).member.id).toBe(person.memberId);
    expect(await codeOf(choose(challenge))).toBe('challenge.invalid');
    expect(await mailsTo(world, person.email, 'password-changed')).toHaveLength(1);
  });

  it('must be replaced by another and strong one; otherwise the step stays open', async () => {
    const challenge = await begin();
    expect(await codeOf(choose(challenge, PASSWORD))).toBe('user.password-weak');
    expect(await codeOf(choose(challenge, 'short'))).toBe('user.password-weak');
    expect(await codeOf(choose(challenge))).toBe('none');
  });
});

describe('a sign-in that waits', () => {
  it('accepts only the step that is due, with its own challenge (S21)', async () => {
    const challenge = await begin();
    expect(await codeOf(world.gateway.call(takeSecondFactor, { challenge, code: '123456' }))).toBe('challenge.invalid');
    for (const wrong of ['', 'unknown', hashToken(challenge), `${challenge}x`]) {
      expect(await codeOf(choose(wrong))).toBe('challenge.invalid');
    }
    expect(await codeOf(choose(challenge))).toBe('none');
  });

  it('waits for ten minutes, is stored as a hash, and is deleted', async () => {
    const challenge = await begin();
    const [row] = await world.sql<{ token_hash: string; seconds: number }>(
      `select token_hash, extract(epoch from expires_at - created_at)::int as seconds from challenges where user_id = $1`,
      [person.call.actor.userId],
    );
    expect(row?.token_hash).toBe(hashToken(challenge));
    expect(row?.seconds).toBe(600);
    await world.sql('update challenges set expires_at = now() where user_id = $1', [person.call.actor.userId]);
    expect(await codeOf(choose(challenge))).toBe('challenge.invalid');
    const replica = await world.start();
    await eventually('the sweep', async () => {
      const left = await world.sql('select from challenges where user_id = $1', [person.call.actor.userId]);
      return left.length === 0 ? true : undefined;
    });
    await replica.stop();
  });

  it('ends with the membership that it was for', async () => {
    const challenge = await begin();
    await world.sql(`update members set status = 'inactive' where id = $1`, [person.memberId]);
    expect(await codeOf(choose(challenge))).toBe('member.inactive');
  });
});
