import { beforeEach, describe, expect, it } from '@jest/globals';
import { RosterError, sessionRequired, type ResolvedSession } from '@roster/contracts';
import { SessionCache } from './session-cache.js';

const START = Date.parse('2026-01-01T00:00:00Z');

const session = (sessionId: string, lasts = 60_000): ResolvedSession => ({
  accountId: 'a',
  memberId: 'm',
  userId: 'u',
  sessionId,
  kind: 'session',
  authenticatedAt: new Date(START).toISOString(),
  expiresAt: new Date(START + lasts).toISOString(),
});

/** Look-ups that the test answers one by one. */
let asked: { tokenHash: string; answer: (session: ResolvedSession) => void; fail: (error: unknown) => void }[];
let now: number;
let cache: SessionCache;

beforeEach(() => {
  asked = [];
  now = START;
  cache = new SessionCache((tokenHash) => new Promise((answer, fail) => asked.push({ tokenHash, answer, fail })), {
    now: () => now,
    capacity: 2,
  });
});

/** Resolves a token whose look-up is answered at once. */
async function known(tokenHash: string, found = session(tokenHash)): Promise<void> {
  const resolving = cache.resolve(tokenHash);
  asked.at(-1)?.answer(found);
  await resolving;
}

/** Whether the next request has to ask identity. */
async function asksAgain(tokenHash: string): Promise<boolean> {
  const before = asked.length;
  const resolving = cache.resolve(tokenHash);
  await Promise.resolve();
  const again = asked.length > before;
  if (again) asked.at(-1)?.answer(session(tokenHash));
  await resolving;
  return again;
}

describe('a session that was looked up', () => {
  it('is believed for 5 s and no longer', async () => {
    await known('t1');
    now += 4_999;
    expect(await asksAgain('t1')).toBe(false);
    now += 1;
    expect(await asksAgain('t1')).toBe(true);
  });

  it('is not believed beyond its own end', async () => {
    await known('t1', session('t1', 1_000));
    now += 1_000;
    expect(await asksAgain('t1')).toBe(true);
  });

  it('is asked for again once it is forgotten, by its token, its id, or with all others', async () => {
    await known('t1');
    cache.forget('t1');
    expect(await asksAgain('t1')).toBe(true);
    cache.forgetSession('t1');
    expect(await asksAgain('t1')).toBe(true);
    cache.forgetAll();
    expect(await asksAgain('t1')).toBe(true);
    cache.forget('t2');
    cache.forgetSession('t2');
    expect(await asksAgain('t1')).toBe(false);
  });

  it('makes room: the one unused for longest goes', async () => {
    await known('t1');
    await known('t2');
    expect(await asksAgain('t1')).toBe(false);
    await known('t3');
    expect(await asksAgain('t1')).toBe(false);
    expect(await asksAgain('t2')).toBe(true);
  });
});

describe('a look-up in the background', () => {
  const background = { background: true };
  const looked = async (by: { background?: boolean }) => {
    const before = asked.length;
    const resolving = cache.resolve('t1', by);
    await Promise.resolve();
    if (asked.length > before) asked.at(-1)?.answer(session('t1'));
    await resolving;
    return asked.length - before;
  };

  it('answers for the background only, so that use is recorded; use answers for both (S31)', async () => {
    expect(await looked(background)).toBe(1);
    expect(await looked(background)).toBe(0);
    expect(cache.known('t1')).toBeUndefined();
    expect(await looked({})).toBe(1);
    expect(await looked({})).toBe(0);
    expect(await looked(background)).toBe(0);
  });

  it('is joined by the background only, and gives way to use that is under way', async () => {
    const all = [cache.resolve('t1', background), cache.resolve('t1', background), cache.resolve('t1')];
    all.push(cache.resolve('t1', background), cache.resolve('t1'));
    expect(asked).toHaveLength(2);
    for (const { answer } of asked.toReversed()) answer(session('t1'));
    await Promise.all(all);
    expect(cache.known('t1')).toEqual(session('t1'));
  });
});

describe('a look-up', () => {
  it('serves all who ask meanwhile', async () => {
    const [one, two] = [cache.resolve('t1'), cache.resolve('t1')];
    await Promise.resolve();
    expect(asked).toHaveLength(1);
    asked[0]?.answer(session('s1'));
    expect(await Promise.all([one, two])).toEqual([session('s1'), session('s1')]);
  });

  it('that fails is not kept, and fails for all who wait', async () => {
    const both = Promise.allSettled([cache.resolve('t1'), cache.resolve('t1')]);
    await Promise.resolve();
    asked[0]?.fail(new RosterError(sessionRequired));
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await asksAgain('t1')).toBe(true);
  });

  it.each([
    ['its token', () => cache.forget('t1')],
    ['its id', () => cache.forgetSession('s1')],
    ['all', () => cache.forgetAll()],
  ])('under way when the session ends is not kept, and nobody joins it (by %s)', async (_, end) => {
    const early = cache.resolve('t1');
    await Promise.resolve();
    end();
    const late = cache.resolve('t1');
    await Promise.resolve();
    expect(asked).toHaveLength(2);
    asked[1]?.fail(new RosterError(sessionRequired));
    await expect(late).rejects.toMatchObject({ code: 'session.required' });
    // The answer from before the end comes last.
    asked[0]?.answer(session('s1'));
    expect(await early).toEqual(session('s1'));
    expect(await asksAgain('t1')).toBe(true);
  });
});
