import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { program } from '../processes/program.js';
import type { AllRights } from './config.js';

interface Kept {
  /** A hash of the files that the rights were read from. */
  contracts: string;
  rights: AllRights;
}

/**
 * What each bus user may do according to the built contracts. Reading that takes a second and 85 MB, so another process
 * does it, and the result is cached in `cacheDir` until a file of the contracts changes.
 */
export async function cachedRights(cacheDir: string): Promise<AllRights> {
  const folder = dirname(fileURLToPath(import.meta.resolve('@roster/contracts')));
  const file = join(cacheDir, `bus-rights.${basename(folder)}.json`);
  const contracts = fingerprint(folder);
  const kept = read(file);
  if (kept?.contracts === contracts) return kept.rights;
  const { stdout } = await promisify(execFile)(process.execPath, [program('nats/print-rights')], { encoding: 'utf8' });
  const rights = JSON.parse(stdout) as AllRights;
  keep(file, { contracts, rights });
  return rights;
}

/** A hash of all built files of the contracts, and of the code that reads rights from them. */
function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(js|ts|json)$/.test(name),
  );
  const own = readdirSync(import.meta.dirname).filter((name) => name.startsWith('rights.'));
  for (const file of [
    ...files.sort().map((name) => join(folder, name)),
    ...own.map((name) => join(import.meta.dirname, name)),
  ])
    hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** Caches the rights. Where they cannot be cached, they are read again each time. */
function keep(file: string, kept: Kept): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(kept));
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // The folder is not writable, or full. The start itself reports that where it matters.
  }
}

function read(file: string): Kept | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept;
  } catch {
    return undefined;
  }
}
