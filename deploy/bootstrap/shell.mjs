import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

export function fail(message) {
  console.error(`\n✘ ${message}`);
  process.exit(1);
}

export const done = (name, seconds) => console.log(`✔ ${name} (${seconds.toFixed(1)} s)`);

/** Does a step of the start, and reports when it is done. */
export async function step(name, work) {
  const begun = performance.now();
  const result = await work();
  done(name, (performance.now() - begun) / 1000);
  return result;
}

/** Runs a program and shows its output only if it fails. */
export function runQuietly(command, args, what) {
  return new Promise((resolve, reject) => {
    const output = [];
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (data) => output.push(data));
    child.stderr.on('data', (data) => output.push(data));
    child.once('error', (error) => reject(new Error(`${what} failed: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else if (signal) reject(new Error(`${what} was ended by ${signal}`));
      else reject(new Error(`${what} failed:\n${Buffer.concat(output).toString('utf8').trimEnd()}`));
    });
  });
}

/**
 * Runs a program in the foreground, with `env` added to ours. Resolves with its exit code. Signals sent to us are left
 * for it to handle.
 */
export function runThrough(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } });
    const forward = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, forward);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      for (const each of ['SIGINT', 'SIGTERM']) process.off(each, forward);
      resolve(code ?? (signal ? 1 : 0));
    });
  });
}
