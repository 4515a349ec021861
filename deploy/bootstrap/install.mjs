import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT, runQuietly, step } from './shell.mjs';

const LOCK = join(ROOT, 'package-lock.json');
const MODULES = join(ROOT, 'node_modules');
const STAMP = join(MODULES, '.roster-install');

/** Installs what package-lock.json names, unless that has been done. */
export async function install() {
  const wanted = createHash('sha256').update(readFileSync(LOCK)).digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  if (!installedByHand()) {
    console.log('Installing packages, which takes a minute the first time …');
    // Building needs the development packages, also where NODE_ENV says production.
    await step('Packages', () => runQuietly(...npm('ci', '--include=dev', '--no-audit', '--no-fund'), 'npm ci'));
  }
  writeFileSync(STAMP, wanted);
}

/** Whether somebody's own `npm install` came after the last change of package-lock.json: npm notes its work in this file. */
function installedByHand() {
  const note = join(MODULES, '.package-lock.json');
  return existsSync(note) && statSync(note).mtimeMs >= statSync(LOCK).mtimeMs;
}

/** The npm that started us, if one did. */
function npm(...args) {
  const own = process.env.npm_execpath;
  return own ? [process.execPath, [own, ...args]] : ['npm', args];
}
