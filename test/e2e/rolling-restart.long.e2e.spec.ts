import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../harness/eventually.js';
import { figure, percentile } from '../harness/figures.js';
import { startLoad, type LoadResult } from '../harness/load.js';
import { openAccount, type Person } from '../harness/people.js';
import { ownSystem, type OwnSystem } from '../harness/system.js';

const CLIENTS = 32;
const PHASE = 10_000;

/** P11, as `docs/decisions.md` 36 has it: a process that is asked to end loses no request. */
describe('a rolling restart', () => {
  let roster: OwnSystem;
  let owner: Person;

  beforeAll(async () => {
    roster = await ownSystem({
      processes: 'all',
      replicas: { access: 2, gateway: 2 },
      env: { LOG_LEVEL: 'warn', DRAIN_SECONDS: '2' },
    });
    owner = await openAccount(roster);
  });

  afterAll(() => roster?.remove());

  const load = (urls: readonly string[]) =>
    startLoad({
      urls,
      clients: CLIENTS,
      path: '/v1/checks',
      token: owner.api.token ?? '',
      body: { checks: [{ memberId: owner.memberId, permission: 'campaigns:view' }] },
    });

  /** Runs the load for a phase; `event` happens in its middle. */
  const underLoad = async (urls: readonly string[], event: () => Promise<void>): Promise<LoadResult> => {
    const running = load(urls);
    const begun = performance.now();
    const since = (milliseconds: number) =>
      eventually('its time', async () => performance.now() - begun >= milliseconds || undefined);
    await since(PHASE / 3);
    await eventually('the load to be on', async () => running.answered > CLIENTS * 10 || undefined);
    await event();
    const after = running.answered;
    await eventually('answers after it', async () => running.answered > after + CLIENTS || undefined);
    await since(PHASE);
    return running.stop();
  };

  /** Requests that a replica has answered, by its own count. */
  const served = async (replica: number): Promise<number> => {
    const { adminUrl } = roster.system.service('access', replica).current;
    const metrics = await (await fetch(`${adminUrl}/metrics`)).text();
    const counts = metrics.split('\n').filter((line) => /served(_seconds_count|_at_once_total)\{.*check/.test(line));
    return counts.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  };

  it('of one of two services behind the gateways loses no request', async () => {
    const [first, second] = [roster.system.service('access', 1), roster.system.service('access', 2)];
    const result = await underLoad(roster.system.urls.slice(0, 1), async () => {
      expect(await served(1)).toBeGreaterThan(0);
      expect(await served(2)).toBeGreaterThan(0);
      expect(await first.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    });
    report('P11 SIGTERM to one of two access', result);
    expect(failures(result)).toEqual({ failed: 0, first: [] });
    await first.start();
    expect(second.isRunning).toBe(true);
  });

  it('of one of two gateways loses no request of clients that move when they are told to', async () => {
    const leaving = roster.system.service('gateway', 1);
    const result = await underLoad(roster.system.urls, async () => {
      expect(await leaving.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    });
    report('P11 SIGTERM to one of two gateways', result);
    expect(failures(result)).toEqual({ failed: 0, first: [] });
    expect(Object.keys(result.byGateway)).toHaveLength(2);
    // Those that were at the one that left, and so half of all.
    expect(result.moves).toBeGreaterThanOrEqual(CLIENTS / 2);
  });
});

const report = (what: string, { requests, failed, latencies, moves }: LoadResult) =>
  figure(what, {
    requests,
    failed: failed.length,
    'per s': Math.round(requests / (PHASE / 1000)),
    'p50 ms': percentile(latencies, 0.5),
    'p99 ms': percentile(latencies, 0.99),
    'max ms': Math.max(...latencies),
    moves,
  });

const failures = ({ failed }: LoadResult) => ({ failed: failed.length, first: failed.slice(0, 3) });
