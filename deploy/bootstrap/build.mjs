import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

import { METADATA, STAMP as METADATA_STAMP } from './describe.mjs';
import { filesBelow, fingerprint, projects } from './projects.mjs';
import { fail, ROOT, runQuietly, step } from './shell.mjs';
import { SWC } from './swc.mjs';

/** What all outputs depend on besides their sources: another compiler or setting makes all of them stale. */
const MADE_BY = ['package-lock.json', 'nest-cli.json', 'deploy/bootstrap/build.mjs', 'deploy/bootstrap/swc.mjs'];

const STAMP = '.built';

/**
 * Builds the stale projects and adds them to `built`. Types are dropped, not checked (`npm run check` does that). So
 * each file is compiled on its own, and a project is stale only if its own files have changed.
 */
export async function build(built = new Set()) {
  const stale = projects().filter(isStale);
  if (stale.length === 0) return;
  const what = stale.length > 3 ? `${stale.length} projects` : stale.map(({ name }) => name).join(', ');
  try {
    await step(`Built ${what}`, () =>
      runQuietly(process.execPath, [COMPILER, ...stale.map(({ name }) => name)], 'The build'),
    );
  } finally {
    for (const project of stale) if (!isStale(project)) built.add(project);
  }
}

const isStale = (project) => stampOf(project) !== printOf(project);

/**
 * This file is also a program: `node build.mjs <project> …`. As a process of its own it returns the compiler's 90 MB
 * when it ends.
 */
const COMPILER = import.meta.filename;

async function compileAll(names) {
  // Not imported at the top: this file is also imported before anything is installed.
  const { transform } = await import('@swc/core');
  const named = projects().filter(({ name }) => names.includes(name));
  const results = await Promise.allSettled(named.map((project) => renew(project, transform)));
  const failed = results.filter(({ status }) => status === 'rejected');
  if (failed.length > 0) fail(failed.map(({ reason }) => reason.message).join('\n'));
}

async function renew(project, transform) {
  const print = printOf(project);
  const { root, sources, assets } = project;
  const src = join(root, 'src');
  const dist = join(root, 'dist');
  const folders = new Set([...sources, ...assets].map((file) => dirname(join(dist, file))));
  await Promise.all([...folders].map((folder) => mkdir(folder, { recursive: true })));
  await rm(join(dist, STAMP), { force: true });
  await Promise.all([
    ...sources.map((file) => compile(join(src, file), join(dist, outputOf(file)), transform)),
    ...assets.map((file) => copyFile(join(src, file), join(dist, file))),
  ]);
  // Outputs without a source are deleted. They could still be imported, or be mistaken for a part of this build.
  const outputs = sources.map(outputOf).flatMap((file) => [file, `${file}.map`]);
  const kept = new Set([...outputs, ...assets, METADATA, METADATA_STAMP]);
  const left = filesBelow(dist).filter((file) => !kept.has(file));
  await Promise.all(left.map((file) => rm(join(dist, file))));
  await writeFile(join(dist, STAMP), print);
}

async function compile(source, output, transform) {
  const { code, map } = await transform(await readFile(source, 'utf8'), {
    ...SWC,
    filename: source,
    sourceFileName: relative(dirname(output), source),
    sourceMaps: true,
    inlineSourcesContent: false,
  }).catch((error) => {
    // The rest is the compiler's own stack.
    const [what] = error.message.split('\n\nCaused by:');
    throw new Error(`${relative(ROOT, source)} cannot be compiled:\n${what.trimEnd()}`, { cause: error });
  });
  const name = output.slice(output.lastIndexOf('/') + 1);
  await Promise.all([writeFile(output, `${code}//# sourceMappingURL=${name}.map\n`), writeFile(`${output}.map`, map)]);
}

const outputOf = (source) => source.replace(/\.ts$/, '.js');

function stampOf({ root }) {
  const stamp = join(root, 'dist', STAMP);
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
}

const printOf = ({ root, sources, assets }) =>
  fingerprint([
    ...MADE_BY.map((file) => join(ROOT, file)),
    ...[...sources, ...assets].map((file) => join(root, 'src', file)),
  ]);

if (process.argv[1] === COMPILER) await compileAll(process.argv.slice(2));
