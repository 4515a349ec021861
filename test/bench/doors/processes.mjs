/** Everything that is measured runs in a process of its own, and ends with the benchmark. */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startSystem } from '@roster/deploy';

/** Runs `work` with a folder of its own and a whole Roster in it, a process for each service as in production; `undo` takes what is to be ended after it. */
export async function withSystem(work) {
  const dir = await mkdtemp(join(tmpdir(), 'roster-bench-'));
  await chmod(dir, 0o755);
  const undo = [() => rm(dir, { recursive: true, force: true })];
  try {
    const system = await startSystem({
      dir,
      port: await freePort(),
      processes: 'all',
      say: () => undefined,
      env: { RATE_LIMITS: 'false', LOG_LEVEL: 'warn' },
    });
    undo.push(() => system.stop());
    await work({ system, dir, undo: (step) => undo.push(step) });
  } finally {
    for (const step of undo.toReversed()) await step();
  }
}

/** A module of this folder as a process, told its settings first. `ask` sends one message and resolves with the answer. */
export async function start(file, settings, undo) {
  const child = fork(join(import.meta.dirname, file));
  const exited = once(child, 'exit');
  undo(async () => {
    child.kill();
    await exited;
  });
  const next = async () => {
    const answer = await Promise.race([once(child, 'message'), exited.then(() => [{ error: `${file} ended` }])]);
    if (answer[0].error) throw new Error(answer[0].error);
    return answer[0];
  };
  const ask = (message) => {
    child.send(message);
    return next();
  };
  return { ready: await ask(settings), ask };
}

/** Another program, which is there once `isReady` resolves with true. */
export async function run(command, args, { env, isReady, undo }) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
  const exited = once(child, 'exit');
  undo(async () => {
    child.kill();
    await exited;
  });
  for (const end = Date.now() + 15_000; !(await isReady().catch(() => false));) {
    if (child.exitCode !== null || Date.now() > end) throw new Error(`${command} does not start`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/**
 * Measures all of them in turns, so that what disturbs one disturbs the others too. `measure(name)` resolves with a
 * rate; resolves with each one's median.
 */
export async function inTurns(names, rounds, measure) {
  const rates = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) rates[name].push(await measure(name));
  }
  return Object.fromEntries(names.map((name) => [name, median(rates[name])]));
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
