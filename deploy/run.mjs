// What npm's scripts call: `node deploy/run.mjs start`, and the other names in `commands` below. Plain JavaScript without
// dependencies, because it is what installs them.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { build } from './bootstrap/build.mjs';
import { buildConsole, describeForConsole } from './bootstrap/console.mjs';
import { describe } from './bootstrap/describe.mjs';
import { install } from './bootstrap/install.mjs';
import { fail, ROOT, runThrough } from './bootstrap/shell.mjs';
import { dev, start } from './bootstrap/start.mjs';

const OLDEST_NODE = [20, 19];

/** The commands that need more than Roster itself does. */
const NEEDS_TOOLS = new Set(['shapes', 'format', 'lint', 'check', 'test', 'test:long', 'bench']);

/** The commands that serve the console, or test it. */
const NEEDS_CONSOLE = new Set(['start', 'build', 'test', 'test:long', 'bench']);

const SHAPES = join(ROOT, 'deploy/bootstrap/shapes.mjs');
const ROUTES = join(ROOT, 'apps/gateway/dist/routes/print-routes.js');

const DEMO = join(ROOT, 'deploy/dist/demo/main.js');

const LINT = [['oxlint/bin/oxlint', '-c', 'oxlint.config.mjs', '--deny-warnings'], ['knip/bin/knip.js']];

/** Runs the tests directly on the sources, also those of the packages, so no build is needed before a test. */
const test = (args, env = {}) =>
  runThrough(
    process.execPath,
    [
      `--import=${pathToFileURL(join(ROOT, 'test/jest/register.mjs'))}`,
      '--conditions=source',
      '--enable-source-maps',
      '--disable-warning=ExperimentalWarning',
      join(ROOT, 'node_modules/jest/bin/jest.js'),
      '--config',
      join(ROOT, 'jest.config.mjs'),
      ...args,
    ],
    env,
  );

const commands = {
  start,
  dev,
  build: () => 0,
  test,
  'test:long': (args) => test(args, { TEST_LONG: '1' }),
  shapes: () => runThrough(process.execPath, [SHAPES]),
  routes: () => runThrough(process.execPath, [ROUTES]),
  /** An account with people in the Roster that runs; a preset as the first argument picks another product. */
  demo: (args) => runThrough(process.execPath, [DEMO, ...args]),
  format: () => inTurn([['prettier/bin/prettier.cjs', '--write', '.']]),
  lint: () => inTurn(LINT),
  /** Everything that tests do not check, the fastest first. */
  async check() {
    const code = await inTurn([
      ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
      ...LINT,
      ['typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json'],
    ]);
    if (code !== 0) return code;
    await describeForConsole();
    const consoleCode = await inTurn(
      ['tsconfig.json', 'tsconfig.spec.json'].map((file) => [
        'typescript/bin/tsc',
        '--noEmit',
        '-p',
        `apps/console/${file}`,
      ]),
    );
    return consoleCode || runThrough(process.execPath, [SHAPES, '--check']);
  },
  /** One benchmark after another, each in a process of its own; a name as the first argument picks one. */
  async bench([name, ...args]) {
    const folder = join(ROOT, 'test/bench');
    const files = list(folder).filter((file) => file.endsWith('.bench.mjs'));
    const picked = name ? files.filter((file) => file === `${name}.bench.mjs`) : files;
    if (picked.length === 0)
      fail(`There is no benchmark of that name; there are: ${files.map((file) => file.split('.')[0]).join(', ')}`);
    for (const file of picked) {
      const code = await runThrough(process.execPath, ['--expose-gc', join(folder, file), ...args]);
      if (code !== 0) return code;
    }
    return 0;
  },
};

/** Runs installed programs until one fails. */
async function inTurn(programs) {
  for (const [program, ...args] of programs) {
    const code = await runThrough(process.execPath, [join(ROOT, 'node_modules', program), ...args]);
    if (code !== 0) return code;
  }
  return 0;
}

function list(folder) {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function assertNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  fail(`Roster needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
}

const [command, ...args] = process.argv.slice(2);
if (!Object.hasOwn(commands, command ?? '')) fail(`Usage: node deploy/run.mjs ${Object.keys(commands).join(' | ')}`);
assertNode();
try {
  await install(NEEDS_TOOLS.has(command) ? 'all' : 'start');
  await build();
  const described = describe();
  const page = NEEDS_CONSOLE.has(command) ? buildConsole() : undefined;
  // The start continues meanwhile. It does not need the documentation.
  if (command === 'start' || command === 'dev') described.catch(({ message }) => console.error(message));
  else await described;
  await page;
  // At once, also where the documentation is not done yet.
  process.exit(await commands[command](args));
} catch (error) {
  fail(process.env.LOG_LEVEL === 'debug' ? error.stack : error.message);
}
