import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

import { fingerprint, projects } from './projects.mjs';
import { ROOT, runQuietly, step } from './shell.mjs';

/** The path below the contracts' `dist`. */
export const METADATA = 'openapi.js';
export const STAMP = '.described';

const PROGRAM = fileURLToPath(new URL('metadata.mjs', import.meta.url));

/**
 * Writes, if it is stale, what the OpenAPI document needs and JavaScript does not contain: types and comments. It needs
 * TypeScript's checker, which takes seconds, so it runs in a process of its own while Roster starts.
 */
export async function describe() {
  const contracts = projects().find(({ name }) => name === 'contracts');
  const stamp = join(contracts.root, 'dist', STAMP);
  const sources = [contracts, ...contracts.needs].flatMap(({ root, sources: files }) =>
    files.map((file) => join(root, 'src', file)),
  );
  const print = fingerprint([join(ROOT, 'package-lock.json'), PROGRAM, ...sources]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === print) return;
  await step('API documentation', () =>
    runQuietly(
      process.execPath,
      [PROGRAM, contracts.root, METADATA],
      'Reading the contracts for the API documentation',
    ),
  );
  writeFileSync(stamp, print);
}
