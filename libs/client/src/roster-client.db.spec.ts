import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { evaluateCheck, RosterError, type CheckDecision } from '@roster/contracts';
import { Bus, createLogger, RpcClient } from '@roster/service-kit';
import { createTestNats, type TestNats } from '../../../test/harness/nats.js';
import { Peer } from '../../../test/harness/peer.js';
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

  it('fails closed where access is not there, or does not answer within its second', async () => {
    const question = { accountId, memberId, permission: 'campaigns:view' };
    await bus.connection.flush();
    expect(await codeOf(roster.check(question))).toBe('service.unavailable');
    const stop = access.answer(evaluateCheck, () => undefined);
    await bus.connection.flush();
    expect(await codeOf(roster.check(question))).toBe('service.unavailable');
    stop();
  });
});
