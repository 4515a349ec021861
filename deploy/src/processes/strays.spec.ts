import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { launch, type Launched } from './launch.js';
import { commandLine, leaveTrace, stopStrays } from './strays.js';

let dir: string;
let child: Launched;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'roster-strays-'));
  child = await launch({
    name: 'sleep',
    command: 'sleep',
    args: ['600'],
    log: join(dir, 'log'),
    trace: join(dir, 'traces/sleep'),
  });
});

afterEach(async () => {
  await child.stop('SIGKILL');
  await rm(dir, { recursive: true, force: true });
});

it('stops a process by the file that it left, and deletes the file', async () => {
  await stopStrays(join(dir, 'traces'));
  expect(await child.exited).toEqual({ code: null, signal: 'SIGTERM' });
  expect(existsSync(join(dir, 'traces/sleep'))).toBe(false);
});

it('leaves alone a program that got the process id of one that has ended', async () => {
  leaveTrace(join(dir, 'traces/sleep'), { pid: child.pid, command: 'nats-server -c nats.conf', signal: 'SIGTERM' });
  await stopStrays(join(dir, 'traces'));
  expect(commandLine(child.pid)).toContain('sleep 600');
});

it('deletes the file of a process that ended by itself', async () => {
  await child.stop();
  expect(existsSync(join(dir, 'traces/sleep'))).toBe(false);
});
