import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

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
