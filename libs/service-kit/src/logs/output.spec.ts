import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { LogOutput } from './output.js';

const FULL = '/dev/full';

/** A process of ours that logs, complains by itself, has an error that nobody handles, and still answers after it. */
const PROGRAM = `
import { runProcess } from '${new URL('../service/run.js', import.meta.url).href.replace(/\.js$/, '.ts')}';
import { createLogger } from '${new URL('logger.ts', import.meta.url).href}';
const logger = createLogger('probe', 'info');
await runProcess('probe', (nest) => ({
  ready: (async () => {
    logger.info('before'); nest.error('of Nest');
    console.log('of a library'); console.error('of a library');
    process.stdout.write('of a library\\n'); process.stderr.write('of a library\\n');
    process.emitWarning('of Node');
    void Promise.reject(new Error('nobody handles this'));
  })(),
  stop: async () => logger.info('stopping'),
}));
process.on('message', () => {
  for (let line = 0; line < 100; line += 1) logger.error({ line }, 'more');
  process.send('still here');
});
`;

let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'roster-output-'));
  await writeFile(join(dir, 'program.mjs'), PROGRAM);
});

afterAll(() => rm(dir, { recursive: true, force: true }));

describe('a log that cannot be written', () => {
  /** Starts the program, asks it something once it is up, and stops it. */
  const serves = async (output: number | 'pipe') => {
    const register = fileURLToPath(new URL('../../../../test/jest/register.mjs', import.meta.url));
    const child = spawn(
      process.execPath,
      ['--import', register, '--conditions=source', '--disable-warning=ExperimentalWarning', join(dir, 'program.mjs')],
      { stdio: ['ignore', output, output, 'ipc'] },
    );
    child.stdout?.destroy();
    child.stderr?.destroy();
    const ended = once(child, 'exit');
    const said: unknown[] = [];
    child.on('message', (message) => {
      said.push(message);
      if (message === 'still here') child.kill('SIGTERM');
      else child.send('and now?');
    });
    const [code] = (await ended) as [number | null];
    return { said, code };
  };

  const well = { said: [{ ready: true }, 'still here'], code: 0 };

  it('ends no process: nobody reads the pipe any more', async () => {
    expect(await serves('pipe')).toEqual(well);
  });

  (existsSync(FULL) ? it : it.skip)('ends no process: the disk is full', async () => {
    const full = openSync(FULL, 'a');
    try {
      expect(await serves(full)).toEqual(well);
    } finally {
      closeSync(full);
    }
  });
});

it('says how many lines were lost, once lines can be written again', () => {
  const file = join(dir, 'log');
  const descriptor = openSync(file, 'a');
  const output = new LogOutput(descriptor, (lines) => `lost ${lines}\n`);
  output.write('one\n');
  closeSync(descriptor);
  output.write('two\n');
  output.write('three\n');
  // The lowest free descriptor is the one that was closed.
  expect(openSync(file, 'a')).toBe(descriptor);
  output.write('four\n');
  output.write('five\n');
  closeSync(descriptor);
  expect(readFileSync(file, 'utf8')).toBe('one\nlost 2\nfour\nfive\n');
});
