import { join } from 'node:path';

/**
 * The built file of one of our programs, such as `nats/print-rights`. Children run built files even where we run from
 * sources, because they cannot read TypeScript.
 */
export const program = (path: string): string => join(import.meta.dirname, '../../dist', `${path}.js`);
