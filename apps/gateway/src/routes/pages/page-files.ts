import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
}

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const FOLDER = join(import.meta.dirname, 'public');

/** The files of the pages, read once: nothing else can be asked for, by whatever path. */
export const pageFiles: ReadonlyMap<string, PageFile> = new Map(
  readdirSync(FOLDER).map((name) => [
    name,
    { type: TYPES[extname(name)] ?? 'application/octet-stream', body: readFileSync(join(FOLDER, name)) },
  ]),
);
