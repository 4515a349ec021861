import { extname, join } from 'node:path';

const KIND = extname(import.meta.filename);

/**
 * The arguments with which Node runs a program of ours, `nats/print-rights`. Where we are run from sources, as by tests, so
 * is it, by the same means.
 */
export const program = (path: string): string[] => [
  ...(KIND === '.ts' ? process.execArgv : []),
  join(import.meta.dirname, '..', path + KIND),
];
