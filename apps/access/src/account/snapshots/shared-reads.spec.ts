import { describe, expect, it } from '@jest/globals';
import { SharedReads } from './shared-reads.js';

/** Reads that end when the test says so. */
function readings() {
  const started: { key: string; end: (value: number) => void; fail: (error: Error) => void }[] = [];
  const reads = new SharedReads<number>(
    (key) => new Promise((resolve, reject) => started.push({ key, end: resolve, fail: reject })),
  );
  return { started, reads };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('Shared reads', () => {
  it('give everyone a read that began after they asked, and all who wait share one', async () => {
    const { started, reads } = readings();
    const first = reads.read('a');
    const waiting = [reads.read('a'), reads.read('a'), reads.read('a')];
    expect(started).toHaveLength(1);
    started[0]?.end(1);
    await expect(first).resolves.toBe(1);
    await settled();
    expect(started).toHaveLength(2);
    started[1]?.end(2);
    await expect(Promise.all(waiting)).resolves.toEqual([2, 2, 2]);
  });

  it('keep keys apart', () => {
    const { started, reads } = readings();
    void reads.read('a');
    void reads.read('b');
    expect(started.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  it('fail for everyone who shared the read, and start again for the next', async () => {
    const { started, reads } = readings();
    const first = reads.read('a');
    const second = reads.read('a');
    started[0]?.fail(new Error('down'));
    await expect(first).rejects.toThrow('down');
    await settled();
    started[1]?.end(2);
    await expect(second).resolves.toBe(2);
    await settled();
    void reads.read('a');
    expect(started).toHaveLength(3);
  });
});
