import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const TAIL_BYTES = 16 * 1024;

/** The last `count` lines of a log, indented; empty if there is none. Reads only the file's end. */
export function lastLines(file: string, count: number): string {
  return tail(file)
    .trimEnd()
    .split('\n')
    .slice(-count)
    .map((line) => `    ${line}`)
    .join('\n');
}

function tail(file: string): string {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const { size } = fstatSync(descriptor);
      const length = Math.min(size, TAIL_BYTES);
      const bytes = Buffer.alloc(length);
      readSync(descriptor, bytes, 0, length, size - length);
      return bytes.toString('utf8');
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return '';
  }
}
