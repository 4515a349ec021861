import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  evaluateCheck,
  evaluateChecks,
  filterChecks,
  requestInvalid,
  RosterError,
  type CheckDecision,
  type CheckRequest,
} from '@roster/contracts';
import { Bus, createLogger, RpcClient } from '@roster/service-kit';
import { createTestNats, type TestNats } from '../../../../test/harness/nats.js';
import { Peer } from '../../../../test/harness/peer.js';
import { RosterClient } from './roster-client.js';

const accountId = '019abcde-0000-7000-8000-000000000001';
const memberId = '019abcde-0000-7000-8000-000000000002';
const actor = { kind: 'session', memberId, userId: memberId, sessionId: memberId } as const;
const decision = (allowed: boolean): CheckDecision => ({
  allowed,
  reason: allowed ? 'granted' : 'no_grant',
  scope: allowed ? ['all'] : [],
  version: 7,
});

describe('RosterClient', () => {
  let nats: TestNats;
  let bus: Bus;
  let access: Peer;
  let roster: RosterClient;
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'none',
      (error: unknown) => (error instanceof RosterError ? error.code : String(error)),
    );

  beforeAll(async () => {
    nats = await createTestNats();
    bus = await Bus.connect({ servers: nats.url, caller: 'service', logger: createLogger('test', 'silent') });
    access = new Peer(bus);
    roster = new RosterClient(new RpcClient(bus));
  });

  afterAll(async () => {
    await bus.drain();
    await nats.remove();
  });

  it('answers as access decides', async () => {
    const stop = access.answer(evaluateCheck, ({ permission }) => decision(permission === 'campaigns:view'));
    await bus.connection.flush();
    expect(await roster.check({ accountId, memberId, permission: 'campaigns:view' })).toEqual(decision(true));
    const call = { requestId: 'r', accountId, actor };
    await expect(roster.authorize(call, 'campaigns:view')).resolves.toBeUndefined();
    await expect(roster.authorize(call, 'campaigns:export')).rejects.toMatchObject({
      code: 'permission.denied',
      details: { permission: 'campaigns:export', reason: 'no_grant' },
    });
    stop();
  });

  it('lets nobody through without an actor', async () => {
    expect(await codeOf(roster.authorize({ requestId: 'r', accountId }, 'campaigns:view'))).toBe('session.required');
  });

  it('fails closed where access is down, or does not answer within its second', async () => {
    const question = { accountId, memberId, permission: 'campaigns:view' };
    await bus.connection.flush();
    expect(await codeOf(roster.check(question))).toBe('service.unavailable');
    const stop = access.answer(evaluateCheck, () => undefined);
    await bus.connection.flush();
    expect(await codeOf(roster.check(question))).toBe('service.unavailable');
    stop();
  });

  describe('asked many things at the same time', () => {
    const batches: { accountId: string; size: number; atLeast: number | undefined }[] = [];
    const singles: string[] = [];
    const stops: (() => void)[] = [];

    beforeAll(async () => {
      stops.push(
        access.answer(evaluateCheck, ({ permission }) => {
          singles.push(permission);
          if (permission === 'unreadable') throw new RosterError(requestInvalid);
          return decision(permission === 'campaigns:view');
        }),
        access.answer(evaluateChecks, ({ accountId: about, checks, atLeast }) => {
          batches.push({ accountId: about, size: checks.length, atLeast });
          if (checks.some(({ permission }) => permission === 'unreadable')) throw new RosterError(requestInvalid);
          return { results: checks.map(({ permission }) => decision(permission === 'campaigns:view')) };
        }),
        access.answer(filterChecks, () => ({ kind: 'none' as const, reason: 'no_grant', version: 7, now: 'now' })),
      );
      await bus.connection.flush();
    });
    afterAll(() => stops.forEach((stop) => stop()));
    beforeEach(() => {
      batches.length = 0;
      singles.length = 0;
    });

    const ask = (permission: string, extra: Partial<CheckRequest> = {}) =>
      roster.check({ accountId, memberId, permission, ...extra });

    it('sends questions in one message for each account and version, and gives each caller their own answer', async () => {
      const other = memberId;
      const asked = Array.from({ length: 300 }, (_, index) => ask(index % 3 === 0 ? 'campaigns:view' : 'x'));
      const rest = [ask('x', { accountId: other }), ask('x', { atLeast: 3 }), ask('campaigns:view', { atLeast: 3 })];
      const answers = await Promise.all(asked);
      expect(answers.map(({ allowed }) => allowed)).toEqual(asked.map((_, index) => index % 3 === 0));
      expect((await Promise.all(rest)).map(({ allowed }) => allowed)).toEqual([false, false, true]);
      expect(batches.toSorted((a, b) => b.size - a.size)).toEqual([
        { accountId, size: 250, atLeast: undefined },
        { accountId, size: 50, atLeast: undefined },
        { accountId, size: 2, atLeast: 3 },
      ]);
      expect(singles).toHaveLength(1);
    });

    it('lets one that cannot be read fail alone', async () => {
      const outcomes = await Promise.allSettled([ask('campaigns:view'), ask('unreadable'), ask('x')]);
      expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.allowed : 'failed'))).toEqual([
        true,
        'failed',
        false,
      ]);
      expect(singles).toHaveLength(3);
    });

    it('sends questions on their own that want a trace, or have little time', async () => {
      const hurried = roster.check(
        { accountId, memberId, permission: 'campaigns:view' },
        { deadline: Date.now() + 900 },
      );
      // Whether the answer comes in time is tested elsewhere.
      await Promise.allSettled([ask('x', { explain: true }), hurried]);
      expect(singles).toHaveLength(2);
      expect(batches).toEqual([]);
    });

    it('passes lists of questions and filters on', async () => {
      const checks = [{ memberId, permission: 'campaigns:view' }];
      await expect(roster.checkMany({ accountId, checks })).resolves.toEqual({ results: [decision(true)] });
      const filter = roster.filter({ accountId, memberId, permission: 'campaigns:view' });
      await expect(filter).resolves.toMatchObject({ kind: 'none' });
    });
  });
});
