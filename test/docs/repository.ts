import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

const NOT_WRITTEN = new Set(['node_modules', 'dist', '.roster', '.git', 'coverage']);

/** All files that people have written, by their paths from the root. */
export const FILES: readonly string[] = filesBelow(ROOT);

const FOLDERS: ReadonlySet<string> = new Set(FILES.flatMap((file) => foldersOf(file)));

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (NOT_WRITTEN.has(entry.name)) return [];
    return entry.isDirectory() ? filesBelow(path) : [relative(ROOT, path).split(sep).join('/')];
  });
}

function foldersOf(file: string): string[] {
  const parts = file.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

export const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Whether a file or folder of this path exists. `<noun>` and `*` stand for any name; what is built counts by its source. */
export function exists(path: string): boolean {
  const source = path
    .replace(/\/$/, '')
    .replace('/dist/', '/src/')
    .replace(/(\/src\/.*)\.js$/, '$1.ts');
  if (!/[<*]/.test(source)) return FOLDERS.has(source) || FILES.includes(source) || FILES.includes(path);
  const pattern = patternOf(source, '^');
  return FILES.some((file) => pattern.test(file)) || [...FOLDERS].some((folder) => pattern.test(folder));
}

/** Whether some path ends like this: `audit/summary.ts` is enough where the context is clear, and so is `.spec.ts`. */
export function existsSomewhere(ending: string): boolean {
  const pattern = patternOf(ending, ending.startsWith('.') ? '' : '(^|/)');
  return FILES.some((file) => pattern.test(file));
}

const patternOf = (path: string, start: string): RegExp => {
  const names = path.replace(/[.+?^$()|[\]\\{}]/g, String.raw`\$&`).replace(/<[^>]*>|\*/g, '[^/]+');
  return new RegExp(`${start}${names}$`);
};

/** Where a file of this name is by now, for whoever has to put a path right. */
export function elsewhere(path: string): string {
  const name = path.split('/').at(-1) ?? '';
  const found = FILES.filter((file) => file.endsWith(`/${name}`));
  return found.length > 0 ? ` (by now ${found.slice(0, 3).join(', ')}?)` : '';
}
