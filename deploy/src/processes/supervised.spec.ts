import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { launch, type Launched } from './launch.js';
import { pauseBefore, Supervised } from './supervised.js';

let dir: string;
let started: number;
let process: Supervised<Launched>;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'roster-supervised-'));
  started = 0;
  const sleep = () => {
    started++;
    return launch({ name: 'sleep', command: 'sleep', args: ['600'], log: join(dir, 'log') });
  };
  process = new Supervised('sleep', sleep, { revive: false, say: () => {} });
  await process.start();
});

afterEach(async () => {
  await process.stop();
  await rm(dir, { recursive: true, force: true });
});

it('restarts its process', async () => {
  await process.restart();
  expect(process.isRunning).toBe(true);
  expect(started).toBe(2);
});

it('stays down when it is stopped while it restarts', async () => {
  await Promise.all([process.restart(), process.stop()]);
  expect(process.isRunning).toBe(false);
  expect(started).toBe(1);
});

it('restarts at once after a crash, and waits longer where it ends again and again', () => {
  const pauses = [1, 2, 3, 4, 5, 6, 9, 20].map(pauseBefore);
  expect(pauses).toEqual([500, 500, 500, 1_000, 2_000, 4_000, 30_000, 30_000]);
});
