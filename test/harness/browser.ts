import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';

export type { Page } from 'playwright-core';

const run = promisify(execFile);

/** A browser's own errands would be third-party requests in a test that counts them. */
const NO_ERRANDS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The same engine without its windows. A page that opens costs it a third of the processor time of the whole browser. */
const SHELL = 'chromium-headless-shell';

/** The first that is installed is used. */
const NAMES = [SHELL, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const APPLICATIONS = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Milliseconds. It only ends what hangs; it is no measurement, and a busy machine takes its time. */
const LIMIT = 120_000;

/** Milliseconds for which a browser stays open for the next who wants one: to start it takes longer than most visits. */
const STAYS = 2_000;

let opened: Promise<Browser> | undefined;
let visitors = 0;
let leaving: NodeJS.Timeout | undefined;

/** A headless Chromium with a fresh profile, for the length of `work`. */
export async function browsing<T>(work: (browser: BrowserContext) => Promise<T>): Promise<T> {
  clearTimeout(leaving);
  visitors += 1;
  opened ??= open();
  try {
    const profile = await (await opened).newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
    profile.setDefaultTimeout(LIMIT);
    return await work(profile).finally(() => profile.close());
  } finally {
    visitors -= 1;
    if (visitors === 0) leaving = setTimeout(leave, STAYS);
  }
}

const open = async (): Promise<Browser> =>
  chromium.launch({ executablePath: await findBrowser(), headless: true, chromiumSandbox: false, args: NO_ERRANDS });

function leave(): void {
  void opened?.then((browser) => browser.close());
  opened = undefined;
}

/** `CHROME_PATH`, else one that is installed, else the distribution's package where we are root, else Playwright's. */
export async function findBrowser(): Promise<string> {
  const found = process.env['CHROME_PATH'] ?? installed();
  if (found) return found;
  if (process.getuid?.() === 0) await installPackage();
  if (!installed()) await installPlaywrights();
  const program = installed();
  if (!program) throw new Error('No browser was found: install Chromium, or set CHROME_PATH to the path of one');
  return program;
}

function installed(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...APPLICATIONS, chromium.executablePath()].find(isProgram);
}

async function installPackage(): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...words: string[]) =>
    run('apt-get', ['--quiet', ...words], { env, timeout: 300_000 }).catch(() => undefined);
  await apt('update');
  const install = (browser: string) => apt('install', '--yes', '--no-install-recommends', browser, 'fonts-dejavu-core');
  await install(SHELL);
  // Ubuntu and older distributions have only the whole browser.
  if (!installed()) await install('chromium');
}

async function installPlaywrights(): Promise<void> {
  const manifest = createRequire(import.meta.url).resolve('playwright-core/package.json');
  const cli = join(dirname(manifest), 'cli.js');
  await run(process.execPath, [cli, 'install', 'chromium'], { timeout: 300_000 }).catch(() => undefined);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
