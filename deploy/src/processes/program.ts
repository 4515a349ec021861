import { join } from 'node:path';

/** The file of a program of ours, such as `nats/print-rights`. Built, also where we run from sources: a child of ours reads no TypeScript. */
export const program = (path: string): string => join(import.meta.dirname, '../../dist', `${path}.js`);
