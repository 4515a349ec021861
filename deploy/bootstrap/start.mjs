import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { serveConsole } from './console.mjs';
import { done, ROOT } from './shell.mjs';
import { rebuildOnChange } from './watch.mjs';

/**
 * Milliseconds. The terminal sends Ctrl-C to every program in the foreground, and npm passes its own copy on. Two
 * signals within this time are one request.
 */
const SAME_WISH = 1_000;

/** Starts everything and runs until a signal ends it. Resolves with the exit code. */
export const start = () => run(process.env, async ({ url }) => ({ url, end: async () => {} }));

/**
 * Like `start`, with a process for each service. Changed sources are built again, and the processes that use them are
 * restarted. The console is served from its sources: its server has the gateway's usual port, and the gateway the next one.
 */
export function dev() {
  const port = Number(process.env.PORT || 3000);
  const url = `http://localhost:${port}`;
  const own = { ROSTER_PROCESSES: 'all', PORT: String(port + 1), PUBLIC_URL: process.env.PUBLIC_URL || url };
  return run({ ...process.env, ...own }, async (system, say) => {
    const endConsole = await serveConsole(system.url, port);
    const endWatch = rebuildOnChange(system, say);
    return { url, end: () => Promise.all([endConsole(), endWatch()]) };
  });
}

async function run(env, accompany) {
  const { killEverything, startLocal } = await import(pathToFileURL(join(ROOT, 'deploy/dist/local/start.js')).href);
  const stopping = stopSignal(killEverything);
  let system;
  try {
    system = await startLocal(env, {
      signal: stopping,
      say,
      onStep: ({ name, seconds }) => done(name, seconds),
    });
  } catch (error) {
    if (stopping.aborted) return say('Stopped.') ?? 0;
    throw error;
  }
  const { url, end } = await accompanied(system, accompany);
  console.log(greeting(system, url));
  await new Promise((resolve) => stopping.addEventListener('abort', resolve));
  await end();
  await system.stop();
  say('Stopped.');
  return 0;
}

/** Leaves nothing running where what goes with the system does not start. */
async function accompanied(system, accompany) {
  try {
    return await accompany(system, say);
  } catch (error) {
    await system.stop();
    throw error;
  }
}

const say = (line) => console.log(`· ${line}`);

const greeting = (system, url) => `
Roster is ready.
  Console            ${url}/console
  API                ${url}
  API documentation  ${url}/docs
  Mails              ${system.mail.isRunning ? system.mail.webUrl : `sent to ${new URL(system.mail.smtpUrl).host}`}
  Data and logs      ${system.dir}
Ctrl-C stops it.
`;

/** Aborted by the first SIGINT, SIGTERM or SIGHUP, or when npm is gone. A second signal ends everything at once. */
function stopSignal(killEverything) {
  const controller = new AbortController();
  let asked = 0;
  const stop = (why) => {
    const now = performance.now();
    if (asked === 0) {
      asked = now;
      say(`Stopping everything (${why}) …`);
      controller.abort(new Error('Stopped'));
    } else if (now - asked > SAME_WISH) {
      killEverything();
      process.exit(130);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal));

  // A shell between npm and us does not pass npm's signals on; it ends, and then we have another parent.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop('the program that started it is gone');
  }, 500);
  if (process.env.npm_lifecycle_event === undefined) clearInterval(watch);
  watch.unref();
  return controller.signal;
}
