import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { Told } from '@roster/contracts';
import { AccountEvents } from './account-events.js';
import { EventStream, type EventStreamParts } from './event-stream.js';

const told: Told = { noun: 'member', permission: 'members:view', id: '019a0000-0000-7000-8000-000000000001' };
const reader = { accountId: 'a', memberId: 'm' };

function opened(parts: Partial<EventStreamParts> = {}, lastEventId?: string) {
  const events = parts.events ?? new AccountEvents();
  const cuts = { count: 0 };
  const stream = new EventStream(
    reader,
    {
      events,
      session: async () => 'open',
      mayHear: async () => true,
      cut: () => void (cuts.count += 1),
      ...parts,
    },
    lastEventId,
  );
  return { stream, events, cuts };
}

/** What a client has read by now, once the stream is at rest. */
async function read({ stream }: { stream: EventStream }): Promise<string> {
  for (let turns = 0; turns < 20; turns += 1) await setImmediate();
  return String(stream.body.read() ?? '');
}
const count = (text: string, event: string) => text.split(`event: ${event}\n`).length - 1;

describe('a client that does not read', () => {
  it('is cut off once so much waits for it, and holds up nobody else', async () => {
    const events = new AccountEvents();
    const [slow, quick] = [opened({ events }), opened({ events })];
    let received = 0;
    for (let round = 0; round < 40; round += 1) {
      for (let at = 0; at < 50; at += 1) events.add(told, 0);
      for (const { stream } of [slow, quick]) stream.wake();
      received += count(await read(quick), 'changed');
    }
    expect(received).toBe(2_000);
    expect([slow.cuts.count, quick.cuts.count]).toEqual([1, 0]);
    expect(slow.stream.body.readableLength).toBeLessThan(65 * 1_024);
  });
});

describe('an event', () => {
  it('is sent only after the session and the right were looked at, each time', async () => {
    const asked: string[] = [];
    const parts = opened({
      session: async () => (asked.push('session'), 'open'),
      mayHear: async () => (asked.push('right'), asked.length < 4),
    });
    await read(parts);
    for (let at = 0; at < 2; at += 1) parts.events.add(told, at);
    parts.stream.wake();
    expect(count(await read(parts), 'changed')).toBe(1);
    expect(asked).toEqual(['session', 'right', 'session', 'right']);
  });

  it('about which nobody can decide becomes a resync, with all that waits behind it', async () => {
    const parts = opened({ mayHear: () => Promise.reject(new Error('nobody is there')) });
    await read(parts);
    for (let at = 0; at < 3; at += 1) parts.events.add(told, at);
    parts.stream.wake();
    const text = await read(parts);
    expect([count(text, 'changed'), count(text, 'resync')]).toEqual([0, 1]);
    expect(text).toContain(`id: ${parts.events.idOf(3)}\n`);
  });

  it('that is gone before it was sent becomes a resync', async () => {
    const parts = opened();
    await read(parts);
    for (let at = 0; at < 3; at += 1) parts.events.add(told, at);
    parts.events.dropOldest();
    parts.stream.wake();
    const text = await read(parts);
    expect([count(text, 'changed'), count(text, 'resync')]).toEqual([0, 1]);
  });

  it('waits where nobody can say whether the session stands, and is never sent once it does not', async () => {
    let session: 'open' | 'over' | 'unknown' = 'unknown';
    const parts = opened({ session: async () => session });
    await read(parts);
    parts.events.add(told, 0);
    parts.stream.wake();
    expect(count(await read(parts), 'changed')).toBe(0);
    session = 'open';
    await parts.stream.beat();
    expect(count(await read(parts), 'changed')).toBe(1);
    session = 'over';
    parts.events.add(told, 0);
    parts.stream.wake();
    expect(await read(parts)).toBe('');
    await once(parts.stream.body.resume(), 'end');
  });
});

describe('a beat', () => {
  it('is a comment, with the id up to which all is told, and ends a session that is over', async () => {
    let session: 'open' | 'over' = 'open';
    const parts = opened({ session: async () => session, mayHear: async () => false });
    await read(parts);
    parts.events.add(told, 0);
    parts.stream.wake();
    expect(await read(parts)).toBe('');
    await parts.stream.beat();
    expect(await read(parts)).toBe(`:\nid: ${parts.events.idOf(1)}\n\n`);
    session = 'over';
    await parts.stream.beat();
    await once(parts.stream.body.resume(), 'end');
  });
});
