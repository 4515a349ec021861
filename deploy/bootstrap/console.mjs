import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { filesBelow, fingerprint } from './projects.mjs';
import { ROOT, runQuietly, step } from './shell.mjs';

const FOLDER = join(ROOT, 'apps/console');
const STAMP = join(FOLDER, 'dist/.built');
const TYPES = join(FOLDER, 'src/api/schema.d.ts');

/** Builds the web console, if what it is made of has changed. Types are dropped, not checked. */
export async function buildConsole() {
  const print = fingerprint([
    join(ROOT, 'package-lock.json'),
    ...['index.html', 'vite.config.ts'].map((file) => join(FOLDER, file)),
    ...filesBelow(join(FOLDER, 'src'))
      .filter((file) => !/\.(?:spec|d)\.ts$/.test(file))
      .map((file) => join(FOLDER, 'src', file)),
  ]);
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === print) return;
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  await step('Console', () => runQuietly(process.execPath, [vite, 'build', FOLDER], 'The build of the console'));
  writeFileSync(STAMP, print);
}

/**
 * Serves the console from its sources, while they are being edited, and passes all else on to the gateway. Resolves, once it
 * answers, with a function that ends it.
 */
export async function serveConsole(gateway, port) {
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const child = spawn(process.execPath, [vite, FOLDER, '--port', String(port), '--strictPort'], {
    cwd: ROOT,
    env: { ...process.env, ROSTER_URL: gateway },
    // It ends when its input does, also where nobody can end it any more.
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => output.push(data));
  const gone = once(child, 'exit');
  const isUp = () =>
    fetch(`http://localhost:${port}/console/`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isUp())) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`The console cannot be served:\n${Buffer.concat(output).toString('utf8').trimEnd()}`);
    await sleep(100);
  }
  return async () => {
    child.kill();
    await gone;
  };
}

/**
 * Writes the types of the API, from its document, by which the console's code is checked. Nothing has to run for it, but
 * the gateway must be built.
 */
export async function describeForConsole() {
  const openApi = join(ROOT, '.roster/openapi.json');
  mkdirSync(join(ROOT, '.roster'), { recursive: true });
  const { resolve } = createRequire(join(ROOT, 'test/package.json'));
  await runQuietly(
    process.execPath,
    [join(ROOT, 'apps/gateway/dist/routes/print-open-api.js'), openApi],
    'The API’s document',
  );
  const cli = join(resolve('openapi-typescript/package.json'), '../bin/cli.js');
  await runQuietly(process.execPath, [cli, openApi, '--output', TYPES], 'The API’s types');
}
