import { beforeEach, describe, expect, it } from '@jest/globals';
import { loadPresets, RosterError, serviceUnavailable } from '@roster/contracts';
import { deltaBetween, type AccountDelta, type AccountPolicy } from '@roster/permissions';
import { testPresets } from '../../../../test/presets/presets.js';
import type { Logger } from '../bus/logger.js';
import type { Link } from '../feed/seal.js';
import { ForeignCatalogue, RosterEvaluator } from './evaluator.js';
import type { LoadedAccount, SnapshotSource } from './source.js';

const presets = loadPresets('');
const catalogueHash = presets.catalogue('ortto')?.hash ?? '';
const id = '019abcde-0000-7000-8000-000000000001';
const member = 'm';

/** What access has, and what it was asked. */
class Access implements SnapshotSource {
  policy: AccountPolicy | undefined;
  history: AccountDelta[] = [];
  /** The links that it reports for its deltas. */
  links: Link[] = [];
  asked: (number | undefined)[] = [];
  hash = catalogueHash;
  /** Called before each answer, to simulate a slow or failing load. */
  before: () => Promise<void> | void = () => undefined;

  async load(_: string, since?: number): Promise<LoadedAccount | undefined> {
    this.asked.push(since);
    await this.before();
    const { policy, history, hash } = this;
    if (!policy) return undefined;
    const { version } = policy;
    const deltas =
      since === undefined ? undefined : history.filter((delta) => delta.from >= since && delta.version <= version);
    const leadsOn = since === version || deltas?.[0]?.from === since;
    return {
      preset: 'ortto',
      catalogueHash: hash,
      version,
      state: deltas && leadsOn ? { kind: 'deltas', deltas, links: this.links } : { kind: 'whole', policy },
    };
  }

  /** Grants these permissions to the member's role. Resolves with the delta, which is not announced. */
  grant(...permissions: string[]): AccountDelta {
    const before = this.policy ?? policyOf();
    const grants = Object.fromEntries(permissions.map((permission) => [permission, true as const]));
    this.policy = { ...before, version: before.version + 1, roles: [{ id: 'r', grants }] };
    const delta = deltaBetween(before, this.policy);
    this.history.push(delta);
    return delta;
  }
}

const policyOf = (): AccountPolicy => ({
  accountId: id,
  status: 'active',
  version: 1,
  ownerMemberId: 'o',
  roles: [{ id: 'r', grants: {} }],
  members: [
    { id: 'o', status: 'active', roleIds: [] },
    { id: member, status: 'active', roleIds: ['r'] },
  ],
});

let now: number;
let access: Access;
let evaluator: RosterEvaluator;

beforeEach(() => {
  now = 1_000_000;
  access = new Access();
  access.policy = policyOf();
  evaluator = new RosterEvaluator({ source: access, presets, clock: () => now, monotonic: () => now });
});

const beat = (versions: Record<string, number> = {}, at = now) =>
  evaluator.beat({ at, presets: presets.hash, window: 5_000, versions });
const event = (delta: AccountDelta, said: AccountDelta | null = delta, link?: Link) => {
  const { from, version } = delta;
  evaluator.changed(id, { preset: 'ortto', catalogueHash, from, version, delta: said }, link);
};
const question = { accountId: id, memberId: member, permission: 'campaigns:view' };
const check = (atLeast?: number) => evaluator.check({ ...question, ...(atLeast !== undefined && { atLeast }) });

describe('An evaluator', () => {
  it('reads an account once, and follows its changes without asking', async () => {
    beat();
    await expect(check()).resolves.toMatchObject({ allowed: false, reason: 'no_grant', version: 1 });
    event(access.grant('campaigns:view'));
    await expect(check()).resolves.toMatchObject({ allowed: true, version: 2 });
    event(access.grant());
    await expect(check()).resolves.toMatchObject({ allowed: false, version: 3 });
    expect(access.asked).toStrictEqual([undefined]);
  });

  it('asks for what has changed where a change is missing, and answers nothing until then', async () => {
    beat();
    await check();
    access.grant('campaigns:view');
    event(access.grant());
    expect(evaluator.held(id)).toBeUndefined();
    await expect(check()).resolves.toMatchObject({ allowed: false, version: 3 });
    expect(access.asked).toStrictEqual([undefined, 1]);
  });

  it('keeps a change that arrives before the one that it follows', async () => {
    beat();
    await check();
    const [first, second, third] = [access.grant('campaigns:view'), access.grant(), access.grant('campaigns:edit')];
    for (const delta of [third, second]) event(delta);
    expect(evaluator.held(id)).toBeUndefined();
    event(first);
    await expect(check()).resolves.toMatchObject({ allowed: true, version: 4 });
    expect(access.asked).toStrictEqual([undefined]);
  });

  it('answers while changes never stop: with the state at the time of the question or a later one', async () => {
    beat();
    await check();
    access.before = () => {
      const { policy } = access;
      event(access.grant('campaigns:view'), null);
      // The answer was current when it was read, and is outdated when it arrives.
      access.policy = policy;
    };
    event(access.grant('campaigns:view'), null);
    await expect(check()).resolves.toMatchObject({ version: 2 });
    expect(access.asked).toStrictEqual([undefined, 1]);
    expect(evaluator.held(id)).toBeUndefined();
  });

  it('notices a change that follows another one than it has, also in an answer of access', async () => {
    const errors: unknown[] = [];
    const logger = { ...console, error: (entry: unknown) => void errors.push(entry) } as unknown as Logger;
    evaluator = new RosterEvaluator({ source: access, presets, logger, clock: () => now, monotonic: () => now });
    beat();
    await check();
    const [first, second] = [access.grant('campaigns:view'), access.grant()];
    event(first, first, { hash: 'a', previous: '' });
    expect(() => event(second, second, { hash: 'c', previous: 'b' })).toThrow(/two histories.*version 3/);

    await expect(check()).resolves.toMatchObject({ version: 3 });
    const third = access.grant('campaigns:view');
    event(third, third, { hash: 'd', previous: 'c' });
    access.grant();
    access.links = [{ hash: 'f', previous: 'e' }];
    beat({ [id]: 5 });
    await expect(check()).resolves.toMatchObject({ allowed: false, version: 5 });
    expect(errors).toMatchObject([{ accountId: id, err: { name: 'DivergedHistory' } }]);
  });

  it('asks where a change was too large to be sent', async () => {
    beat();
    await check();
    event(access.grant('campaigns:view'), null);
    expect(evaluator.held(id)).toBeUndefined();
    await expect(check()).resolves.toMatchObject({ allowed: true, version: 2 });
  });

  it('asks where a beat names a version that no event has brought', async () => {
    beat();
    await check();
    access.grant('campaigns:view');
    beat({ [id]: 2 });
    expect(evaluator.held(id)).toBeUndefined();
    await expect(check()).resolves.toMatchObject({ allowed: true, version: 2 });
    expect(access.asked).toStrictEqual([undefined, 1]);
  });

  it('takes the same change twice, and an old one late, without harm', async () => {
    beat();
    await check();
    const first = access.grant('campaigns:view');
    const second = access.grant();
    for (const delta of [first, second, second, first]) event(delta);
    await expect(check()).resolves.toMatchObject({ allowed: false, version: 3 });
    expect(access.asked).toHaveLength(1);
  });

  it('once the bound has passed, asks for news before it answers', async () => {
    beat();
    await check();
    now += 1_000;
    expect(evaluator.held(id)).toBeDefined();
    now += 1;
    expect(evaluator.held(id)).toBeUndefined();
    access.grant('campaigns:view');
    await expect(check()).resolves.toMatchObject({ allowed: true, version: 2 });
    expect(access.asked).toStrictEqual([undefined, 1]);
    // The answer of access is valid for the bound too.
    now += 900;
    expect(evaluator.held(id)).toBeDefined();
  });

  it('does not ask as long as beats come, or after a silence that their window covers', async () => {
    beat();
    await check();
    for (let count = 0; count < 40; count += 1) {
      now += 900;
      beat();
    }
    now += 2_400;
    expect(evaluator.held(id)).toBeUndefined();
    beat();
    expect(evaluator.held(id)).toBeDefined();
    expect(access.asked).toStrictEqual([undefined]);
  });

  it('verifies what it holds once after a longer silence: changes from that time are in no beat any more', async () => {
    beat();
    await check();
    access.grant('campaigns:view');
    now += 60_000;
    beat();
    expect(evaluator.held(id)).toBeUndefined();
    await expect(check()).resolves.toMatchObject({ allowed: true });
    now += 900;
    beat();
    expect(evaluator.held(id)).toBeDefined();
    expect(access.asked).toStrictEqual([undefined, 1]);
  });

  it('ignores an old beat that was read late', async () => {
    beat();
    await check();
    const said = now;
    now += 3_000;
    beat({}, said + 100);
    expect(evaluator.held(id)).toBeUndefined();
  });

  it('denies where access is silent, instead of answering from old state, and recovers by itself', async () => {
    access.grant('campaigns:view');
    beat();
    await expect(check()).resolves.toMatchObject({ allowed: true });
    access.before = () => {
      throw new RosterError(serviceUnavailable);
    };
    now += 1_001;
    await expect(check()).resolves.toEqual({ allowed: false, reason: 'stale', scope: [], version: 0 });
    await expect(evaluator.account(id)).rejects.toMatchObject({ code: 'service.unavailable' });
    access.before = () => undefined;
    await expect(check()).resolves.toMatchObject({ allowed: true });
  });
});

describe('An explanation', () => {
  it('is complete where a property is missing too', async () => {
    const examples = testPresets();
    const preset = 'certification';
    access.load = async () => ({
      preset,
      catalogueHash: examples.catalogue(preset)?.hash ?? '',
      version: 1,
      state: { kind: 'whole', policy: policyOf() },
    });
    const local = new RosterEvaluator({ source: access, presets: examples, clock: () => now, monotonic: () => now });
    const asked = { accountId: id, memberId: member, permission: 'record:write', record: { type: 'record' } };
    const denied = { allowed: false, reason: 'property_required', scope: [], version: 1 };
    await expect(local.check({ ...asked, explain: true })).resolves.toEqual({
      ...denied,
      trace: [{ step: '0', name: 'variant of the action', outcome: 'property_required' }],
      remedies: [],
    });
    await expect(local.check(asked)).resolves.toEqual(denied);
  });
});

describe('A version that is asked for', () => {
  it('is fetched where it is not held, and never answered by an older one', async () => {
    beat();
    await check();
    access.grant('campaigns:view');
    await expect(check(2)).resolves.toMatchObject({ allowed: true, version: 2 });
    expect(access.asked).toStrictEqual([undefined, 1]);
  });

  it('is waited for as long as the caller has time', async () => {
    evaluator = new RosterEvaluator({ source: access, presets });
    const deadline = Date.now() + 400;
    await expect(evaluator.account(id, { atLeast: 2, deadline })).rejects.toMatchObject({
      code: 'check.stale',
      details: { retryAfter: 1 },
    });
    const waiting = evaluator.account(id, { atLeast: 2 });
    access.grant('campaigns:view');
    await expect(waiting).resolves.toMatchObject({ version: 2 });
    await expect(evaluator.check({ ...question, atLeast: 9 })).resolves.toMatchObject({ reason: 'stale' });
  });
});

describe('Reading an account', () => {
  it('is done once for everyone who asks meanwhile', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => check()));
    expect(new Set(answers.map(({ version }) => version))).toEqual(new Set([1]));
    expect(access.asked).toStrictEqual([undefined]);
  });

  it.each([
    ['an event', (delta: AccountDelta) => event(delta)],
    ['a beat', ({ version }: AccountDelta) => beat({ [id]: version })],
    ['its writer', ({ version }: AccountDelta) => evaluator.heard(id, version)],
  ])('is not answered from again where %s tells of a later version meanwhile', async (_, tell) => {
    access.grant('campaigns:view');
    access.before = () => {
      access.before = () => undefined;
      const old = access.policy;
      const delta = access.grant();
      tell(delta);
      // The answer was made before the change.
      access.policy = old;
      access.before = () => void (access.policy = { ...policyOf(), version: 3 });
    };
    await expect(check()).resolves.toMatchObject({ allowed: true, version: 2 });
    await expect(check()).resolves.toMatchObject({ allowed: false, version: 3 });
    expect(access.asked).toStrictEqual([undefined, 2]);
  });

  it('that takes longer than the bound is followed by another', async () => {
    access.before = () => {
      access.before = () => undefined;
      now += 1_001;
    };
    await expect(check()).resolves.toMatchObject({ version: 1 });
    expect(access.asked).toStrictEqual([undefined, 1]);
  });

  it('that is overtaken by changes does not undo them', async () => {
    beat();
    await check();
    now += 2_000;
    let answer = () => undefined as void;
    access.before = () => new Promise((resolve) => (answer = resolve));
    const asking = check();
    const first = access.grant('campaigns:view');
    const { policy } = access;
    event(first);
    event(access.grant());
    // The whole account, as it was between the two.
    access.policy = policy;
    access.history = [];
    answer();
    await expect(asking).resolves.toMatchObject({ version: 3, allowed: false });
    expect(evaluator.held(id)?.version).toBe(3);
    expect(access.asked).toStrictEqual([undefined, 1]);
  });

  it('keeps nothing of an account that does not exist', async () => {
    access.policy = undefined;
    await expect(check()).resolves.toMatchObject({ allowed: false, reason: 'unknown_account', version: 0 });
    access.policy = policyOf();
    await expect(check()).resolves.toMatchObject({ reason: 'no_grant' });
    await expect(evaluator.account('nobody')).resolves.toBeUndefined();
  });

  it('makes room by dropping the account that was unused for longest', async () => {
    evaluator = new RosterEvaluator({ source: access, presets, maxMembers: 6, clock: () => now, monotonic: () => now });
    const others = ['2', '3'].map((last) => id.slice(0, -1) + last);
    for (const account of [id, ...others]) await evaluator.account(account);
    expect(evaluator.held(id)).toBeUndefined();
    for (const account of others) expect(evaluator.held(account)).toBeDefined();
  });
});

describe('An account of another catalogue', () => {
  it('is never decided about here: access is asked each time', async () => {
    access.hash = 'other';
    const questions: unknown[] = [];
    const remote = {
      check: async (asked: object) => {
        questions.push(asked);
        return { allowed: true, reason: 'granted', scope: ['all'], version: 7 };
      },
    };
    evaluator = new RosterEvaluator({ source: access, presets, remote });
    await expect(check()).resolves.toMatchObject({ version: 7 });
    await expect(check()).resolves.toMatchObject({ version: 7 });
    expect(questions).toEqual([question, question]);
    expect(access.asked).toHaveLength(1);
    await expect(evaluator.account(id)).rejects.toThrow(ForeignCatalogue);
  });

  it('is dropped when a change names another catalogue, or the presets of access change', async () => {
    beat();
    await check();
    evaluator.changed(id, { preset: 'ortto', catalogueHash: 'other', from: 1, version: 2, delta: null });
    expect(evaluator.held(id)).toBeUndefined();
    await check();
    expect(evaluator.held(id)).toBeDefined();
    now += 1_001;
    evaluator.beat({ at: now, presets: 'others', window: 5_000, versions: {} });
    expect(evaluator.held(id)).toBeUndefined();
  });
});
