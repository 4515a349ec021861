import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditEntry } from '@roster/contracts';
import { eventually } from '../harness/eventually.js';
import { figure } from '../harness/figures.js';
import { killDuring } from '../harness/kills.js';
import { succeeded } from '../harness/people.js';
import { nothingCounted, PersistentApi } from '../harness/persistent-api.js';
import { underWay } from '../harness/projections.js';
import { ownSystem, type OwnSystem } from '../harness/system.js';
import { writeTestPresets } from '../presets/presets.js';
import { doAll, openTrailAccount, owed, told, type TrailAccount } from './trail-account.js';
import { TRAILED } from './trail.js';

/** How often each process is killed, at least; and in how many accounts everything is done meanwhile, at the same time. */
const TIMES = 3;
const AT_ONCE = 4;

/** Milliseconds: the work and the starts of what was killed take as long as the machine needs. */
const PATIENCE = 1_200_000;

/** P1 and P14, under everything that leaves an entry, with each process killed again and again. */
describe('While every process is killed in turn', () => {
  const counted = nothingCounted();
  let own: OwnSystem;
  let presets: string;

  beforeAll(async () => {
    presets = await mkdtemp(join(tmpdir(), 'roster-presets-'));
    await writeTestPresets(presets);
    own = await ownSystem({ processes: 'all', env: { ROSTER_PRESETS_DIR: presets, LOG_LEVEL: 'warn' } });
  });

  afterAll(async () => {
    await own?.remove();
    await rm(presets, { recursive: true, force: true });
  });

  async function entriesOf({ other: { api } }: TrailAccount): Promise<AuditEntry[]> {
    const entries: AuditEntry[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = succeeded(await api.get(`/v1/audit?limit=200${cursor && `&cursor=${cursor}`}`));
      entries.push(...body.items);
      cursor = body.nextCursor;
    }
    return entries;
  }

  it(
    'no acknowledged command is lost, and each has exactly one entry, by who did it, with where from (P1, P14)',
    async () => {
      const roster = { ...own, api: new PersistentApi(own.url, counted) };
      const accounts: TrailAccount[] = [];
      const worker = async (isEnough: () => boolean) => {
        while (!isEnough()) {
          const account = await openTrailAccount(roster);
          await doAll(roster, account, {
            acts: TRAILED,
            isUncertain: (requestId) => counted.uncertain.has(requestId),
          });
          accounts.push(account);
        }
      };
      const killing = { times: TIMES, progress: () => counted.answers };
      const kills = await killDuring(own, killing, (isEnough) =>
        Promise.all(Array.from({ length: AT_ONCE }, () => worker(isEnough))),
      );
      await eventually('everything to have arrived', async () => {
        const waiting = await underWay(own);
        if (waiting.length > 0) throw new Error(waiting.join(', '));
        return true;
      });
      const { answers, lost, uncertain } = counted;
      figure('P1, P14 under kills', {
        ...kills,
        answers,
        lost,
        uncertain: uncertain.size,
        commands: accounts.flatMap((each) => each.acknowledged).length,
      });

      for (const account of accounts) {
        const entries = await entriesOf(account);
        expect(told(account, withoutFurtherKeys(entries))).toEqual(owed(account));
        expect(entries.filter(({ requestId }) => !counted.requestIds.has(requestId ?? ''))).toEqual([]);
        const verification = succeeded(await account.other.api.get('/v1/audit/verification')).body;
        expect(verification).toMatchObject({ intact: true, next: null, state: { count: 0 } });
      }
    },
    PATIENCE,
  );
});

/**
 * Making a key takes no idempotency key. Asked twice, because an answer got lost, there are two keys with an entry each. What
 * is left of them is the first.
 */
function withoutFurtherKeys(entries: readonly AuditEntry[]): AuditEntry[] {
  const made = entries.filter(({ action }) => action === 'api-key.created');
  expect(new Set(made.map(({ target }) => target.id)).size).toBe(made.length);
  return entries.filter(
    (entry) => !made.includes(entry) || made.find(({ requestId }) => requestId === entry.requestId) === entry,
  );
}
