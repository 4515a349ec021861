import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { done, ROOT } from './shell.mjs';
import { rebuildOnChange } from './watch.mjs';

/**
 * Milliseconds. The terminal sends Ctrl-C to every program in the foreground, and npm passes its own copy on. Two
 * signals within this time are one request.
 */
const SAME_WISH = 1_000;

/** Starts everything and runs until a signal ends it. Resolves with the exit code. */
export const start = () => run(process.env, async () => () => {});

/**
 * Like `start`, with a process for each service. Changed sources are built again, and the processes that use them are
 * restarted.
 */
export const dev = () =>
  run({ ...process.env, ROSTER_PROCESSES: 'all' }, (system, say) => rebuildOnChange(system, say));

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
  const end = await accompany(system, say);
  console.log(greeting(system));
  await new Promise((resolve) => stopping.addEventListener('abort', resolve));
  await end();
  await system.stop();
  say('Stopped.');
  return 0;
}

const say = (line) => console.log(`· ${line}`);

const greeting = (system) => `
Roster is ready.
  Console            ${system.url}/console
  API                ${system.url}
  API documentation  ${system.url}/docs
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
