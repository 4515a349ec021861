import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { ROOT } from './shell.mjs';

const SHARED = ['package-lock.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];

/**
 * The workspaces that are built, those that others need first: name, folder, kind, and `needs`, the projects whose types
 * it is compiled against, directly or through another.
 */
export function projects() {
  const { projects: known } = JSON.parse(readFileSync(join(ROOT, 'nest-cli.json'), 'utf8'));
  const all = new Map(
    Object.entries(known).map(([name, { root, type }]) => [name, { name, root: join(ROOT, root), type }]),
  );
  const direct = ({ root }) =>
    Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies ?? {})
      .filter((name) => name.startsWith('@roster/'))
      .map((name) => all.get(name.slice('@roster/'.length)))
      .filter(Boolean);
  const needs = (project) => [...new Set(direct(project).flatMap((other) => [...needs(other), other]))];
  for (const project of all.values()) project.needs = needs(project);
  return [...all.values()].sort((a, b) => a.needs.length - b.needs.length);
}

/**
 * Whether the build is older than what it was made from. Contents are compared, not times, so that a checkout of what was
 * there before costs nothing; of other projects only the types count, for a change behind them needs no new build.
 */
export function isStale(project) {
  const stamp = stampOf(project);
  return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== fingerprint(project);
}

export const markBuilt = (project) => writeFileSync(stampOf(project), fingerprint(project));

const stampOf = ({ root }) => join(root, 'dist/.built');

function fingerprint({ root, needs }) {
  const hash = createHash('sha256');
  const files = [
    ...SHARED.map((name) => join(ROOT, name)),
    join(root, 'package.json'),
    join(root, 'tsconfig.build.json'),
    ...filesBelow(join(root, 'src')).filter((file) => !file.endsWith('.spec.ts')),
    ...needs.flatMap((other) => filesBelow(join(other.root, 'dist')).filter((file) => file.endsWith('.d.ts'))),
  ];
  for (const file of files) hash.update(relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
