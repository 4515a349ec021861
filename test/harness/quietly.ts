import { mock } from 'node:test';

/** Runs work of a library that prints notices to the console which nobody needs. */
export async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const silenced = [mock.method(console, 'warn', () => undefined), mock.method(console, 'info', () => undefined)];
  try {
    return await work();
  } finally {
    for (const one of silenced) one.mock.restore();
  }
}
