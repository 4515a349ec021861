import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { followAccess, RosterEvaluator, RpcSnapshotSource } from '@roster/client';
import { evaluateCheck, type CheckDecision, type CheckRequest } from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { accessKeys } from '../../../../../test/harness/access-keys.js';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';
import { figure } from '../../../../../test/harness/figures.js';
import { answered } from '../../../../../test/harness/once-of-many.js';
import { runs } from '../../../../../test/harness/scale.js';
import { testPresets } from '../../../../../test/presets/presets.js';

const ACCOUNTS = 10;
const WRITES = runs(100);

type Ask = (question: CheckRequest) => Promise<CheckDecision>;

let world: AccessWorld;
let channels: Record<string, Ask>;
const stops: (() => void)[] = [];

beforeAll(async () => {
  world = await AccessWorld.create();
  await world.addReplica();
  channels = {
    'access, asked by the gateway': await remote('gateway'),
    'access, asked by a service': await remote('service'),
    'an evaluator': await embedded({}),
    'an evaluator that hears everything late and in any order': await embedded({ delay: 400 }),
    'an evaluator with room for few accounts that hears half': await embedded({
      delay: 50,
      loses: 0.5,
      maxMembers: 12,
    }),
  };
});
afterAll(async () => {
  for (const stop of stops) stop();
  await world.close();
});

async function remote(caller: 'gateway' | 'service'): Promise<Ask> {
  const rpc = new RpcClient(await world.connect(caller));
  return (question) => rpc.call(evaluateCheck, question);
}

/**
 * An evaluator in another process. Messages from access arrive up to `delay` ms late, and a share of the events is
 * lost.
 */
async function embedded(options: { delay?: number; loses?: number; maxMembers?: number }): Promise<Ask> {
  const { delay = 0, loses = 0, maxMembers = 1_000 } = options;
  const bus = await world.connect('service');
  const evaluator = new RosterEvaluator({
    source: new RpcSnapshotSource(new RpcClient(bus), accessKeys),
    presets: testPresets(),
    maxMembers,
  });
  const later = (then: () => void) => (delay > 0 ? setTimeout(then, Math.random() * delay) : then());
  const stop = await followAccess(bus, accessKeys, {
    changed: (id, change, link) => Math.random() >= loses && void later(() => evaluator.changed(id, change, link)),
    beat: (beat) => void later(() => evaluator.beat(beat)),
  });
  stops.push(stop);
  return (question) => evaluator.check(question);
}

/** Grants and revokes the same permission in turn, and checks everywhere with the version of each write. */
async function writeThenCheck(account: AccountDouble, writes: number): Promise<Tally> {
  const memberId = await account.member(['editor']);
  const tally: Tally = { checks: 0, staleAllows: 0, staleDenials: 0, older: 0, unanswered: 0 };
  for (let write = 0; write < writes; write += 1) {
    const mayEdit = write % 2 === 1;
    const role = mayEdit ? 'editor' : 'read-only';
    const written = await asked(() => account.setRoles(account.owner, memberId, [role]));
    const { version } = written.answer;
    tally.unanswered += written.times - 1;
    const question = { accountId: account.id, memberId, permission: 'campaigns:edit', atLeast: version };
    const answers = await Promise.all(Object.values(channels).map((ask) => asked(() => ask(question))));
    for (const { answer, times } of answers) {
      tally.unanswered += times - 1;
      tally.checks += 1;
      if (answer.version < version) tally.older += 1;
      if (answer.allowed && !mayEdit) tally.staleAllows += 1;
      if (!answer.allowed && mayEdit) tally.staleDenials += 1;
    }
  }
  return tally;
}

/** On a busy machine an answer may come too late. That is a refusal, and not an answer. */
async function asked<T extends object>(ask: () => Promise<T>): Promise<{ answer: T; times: number }> {
  let times = 0;
  for (;;) {
    const answer = await answered(() => {
      times += 1;
      return ask();
    });
    if (!('reason' in answer) || answer.reason !== 'stale') return { answer, times };
  }
}

type Tally = Record<'checks' | 'staleAllows' | 'staleDenials' | 'older' | 'unanswered', number>;

const sum = (tallies: readonly Tally[]): Tally =>
  tallies.reduce((a, b) => ({
    checks: a.checks + b.checks,
    staleAllows: a.staleAllows + b.staleAllows,
    staleDenials: a.staleDenials + b.staleDenials,
    older: a.older + b.older,
    unanswered: a.unanswered + b.unanswered,
  }));

/** P5. */
describe('A check that names the version of a write', () => {
  it('is never answered from before that write, on any replica, nor in any process', async () => {
    const accounts = await Promise.all(Array.from({ length: ACCOUNTS }, () => world.account()));
    const begun = performance.now();
    const tally = sum(await Promise.all(accounts.map((account) => writeThenCheck(account, WRITES / ACCOUNTS))));
    figure('P5 write, then check with its version', {
      writes: WRITES,
      checks: tally.checks,
      'stale allows': tally.staleAllows,
      'stale denials': tally.staleDenials,
      unanswered: tally.unanswered,
      seconds: (performance.now() - begun) / 1_000,
    });
    expect(tally).toMatchObject({
      checks: WRITES * Object.keys(channels).length,
      staleAllows: 0,
      staleDenials: 0,
      older: 0,
    });
  });
});
