import { writeSync } from 'node:fs';

/** Standard output and standard error, by their file descriptors. */
export const STDOUT = 1;
export const STDERR = 2;

/** How often a reader that is behind (EAGAIN) is waited for, and how many milliseconds each time. */
const WAITS = 10;
const WAIT = 10;

/**
 * Where log lines go. `write` never throws: a line that cannot be written, because the disk is full or nobody reads any
 * more, is lost, and the process goes on. The first line that can be written again says how many were lost.
 */
export class LogOutput {
  private lost = 0;
  private torn = false;

  constructor(
    private readonly descriptor: number,
    private readonly describeLoss: (lines: number) => string,
  ) {}

  write(line: string): void {
    const { lost, torn } = this;
    const loss = lost > 0 ? this.describeLoss(lost) : '';
    // A line that was cut off is ended first, or else the next one would be a part of it.
    if (this.tries(`${torn ? '\n' : ''}${loss}${line}`)) this.lost = 0;
    else this.lost = lost + 1;
  }

  private tries(text: string): boolean {
    const bytes = Buffer.from(text);
    let written = 0;
    for (let waits = 0; written < bytes.length;) {
      try {
        written += writeSync(this.descriptor, bytes, written);
      } catch (error) {
        if (isBusy(error) && (waits += 1) <= WAITS) sleep(WAIT);
        else {
          if (written > 0) this.torn = bytes[written - 1] !== NEWLINE;
          return false;
        }
      }
    }
    this.torn = false;
    return true;
  }
}

const NEWLINE = 10;

const isBusy = (error: unknown) => (error as NodeJS.ErrnoException).code === 'EAGAIN';

/** Blocks, as writing to a slow reader does. */
const sleep = (milliseconds: number) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

/** Without this, what a library writes to a closed pipe or to a full disk would end the process. */
export function survivesLostOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
