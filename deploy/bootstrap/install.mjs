import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { projects } from './projects.mjs';
import { ROOT, runQuietly, step } from './shell.mjs';

const LOCK = join(ROOT, 'package-lock.json');
const MODULES = join(ROOT, 'node_modules');
const STAMP = join(MODULES, '.roster-install');

/**
 * Installs what package-lock.json names, unless that has been done. `'start'` installs what the workspaces need to run
 * and to be built; `'all'` adds the tools for tests and checks, which the root names.
 */
export async function install(extent) {
  const lock = createHash('sha256').update(readFileSync(LOCK)).digest('hex');
  const wanted = extent === 'all' ? [`${lock} all`] : [`${lock} all`, `${lock} start`];
  if (existsSync(STAMP) && wanted.includes(readFileSync(STAMP, 'utf8'))) return;
  if (installedByHand()) return writeFileSync(STAMP, `${lock} all`);
  console.log('Installing packages, which takes a minute the first time …');
  // `npm ci` would first remove what is there.
  const command = existsSync(MODULES) ? ['install', '--no-save'] : ['ci'];
  const only =
    extent === 'all'
      ? []
      : [...projects().map(({ root }) => relative(ROOT, root)), 'apps/console'].flatMap((workspace) => [
          '-w',
          workspace,
        ]);
  // Building needs development packages, even where NODE_ENV says production.
  const options = ['--include=dev', '--prefer-offline', '--no-audit', '--no-fund'];
  await step('Packages', () => runQuietly(...npm(...command, ...only, ...options), `npm ${command.join(' ')}`));
  writeFileSync(STAMP, `${lock} ${extent}`);
}

/**
 * Whether somebody ran `npm install` by hand after the last change of package-lock.json, and after our own. npm records
 * its work in this file.
 */
function installedByHand() {
  const note = join(MODULES, '.package-lock.json');
  const timeOf = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);
  return existsSync(note) && timeOf(note) >= timeOf(LOCK) && timeOf(note) > timeOf(STAMP);
}

/** Runs the npm that started us, if one did. */
function npm(...args) {
  const own = process.env.npm_execpath;
  return own ? [process.execPath, [own, ...args]] : ['npm', args];
}
