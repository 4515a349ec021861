import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

import { ROOT } from './shell.mjs';

/**
 * The workspaces to build: name, folder, `needs` (the projects that it imports, directly or through another), and what
 * of its `src` gets into `dist`: `sources` are compiled, and `assets` are copied.
 */
export function projects() {
  const { projects: known } = JSON.parse(readFileSync(join(ROOT, 'nest-cli.json'), 'utf8'));
  const all = new Map(Object.entries(known).map(([name, settings]) => [name, projectOf(name, settings)]));
  const direct = ({ root }) =>
    Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies ?? {})
      .filter((name) => name.startsWith('@roster/'))
      .map((name) => all.get(name.slice('@roster/'.length)))
      .filter(Boolean);
  const needs = (project) => [...new Set(direct(project).flatMap((other) => [...needs(other), other]))];
  for (const project of all.values()) project.needs = needs(project);
  return [...all.values()];
}

function projectOf(name, { root, compilerOptions: { assets = [] } }) {
  const folder = join(ROOT, root);
  const files = filesBelow(join(folder, 'src'));
  const patterns = assets.map(
    ({ include }) => new RegExp(`^${include.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`),
  );
  return {
    name,
    root: folder,
    sources: files.filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.startsWith('testing/')),
    assets: files.filter((file) => patterns.some((pattern) => pattern.test(file))),
  };
}

/** A hash of the files' contents, not their times, so that checking out an earlier state rebuilds nothing. */
export function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** Paths below a folder, with `/` everywhere. */
export function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).replaceAll(sep, '/'))
    .sort();
}
