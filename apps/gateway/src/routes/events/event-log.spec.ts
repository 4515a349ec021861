import { describe, expect, it } from '@jest/globals';
import type { Told } from '@roster/contracts';
import { EventLog } from './event-log.js';

const told = (id: number): Told => ({ noun: 'member', permission: 'members:view', id: String(id) });
const many = (count: number) => Array.from({ length: count }, (_, at) => told(at + 1));

describe('the events of an account', () => {
  it('are kept from the first listener on, and for a while after the last', () => {
    let now = 0;
    const log = new EventLog({ idleFor: 1_000, now: () => now });
    log.add('a', many(3));
    const events = log.listen('a');
    expect(events.last).toBe(0);
    log.add('a', many(2));
    const id = events.idOf(1);
    log.leave('a');
    log.add('a', many(1));
    now = 999;
    expect(log.listen('a').positionOf(id)).toBe(1);
    expect(log.listen('a').last).toBe(3);
    log.leave('a');
    now = 2_000;
    expect(log.listen('a').positionOf(id)).toBeUndefined();
    expect(log.size).toBe(0);
  });

  it('are the latest, so many of one account and so many in all, whosever are the oldest', () => {
    const log = new EventLog({ ofAccount: 3, inAll: 4 });
    const [one, other] = [log.listen('a'), log.listen('b')];
    log.add('a', many(5));
    expect([one.at(2), one.at(3), one.last]).toEqual([undefined, told(3), 5]);
    log.add('b', many(2));
    expect([one.at(3), one.at(4), other.size, log.size]).toEqual([undefined, told(4), 2, 4]);
    log.add('b', many(5));
    expect([one.size, other.size, log.size]).toEqual([1, 3, 4]);
  });

  it('of accounts to which nobody listens are kept of so many accounts', () => {
    const log = new EventLog({ idleAccounts: 2 });
    for (const account of ['a', 'b', 'c']) {
      log.listen(account);
      log.add(account, many(1));
      log.leave(account);
    }
    expect(log.size).toBe(2);
    expect(['a', 'b', 'c'].map((account) => log.listen(account).last)).toEqual([0, 1, 1]);
  });
});

describe('an id', () => {
  it('is continued only where all that followed it is kept', () => {
    const log = new EventLog({ ofAccount: 3 });
    const events = log.listen('a');
    log.add('a', many(5));
    const positions = [0, 1, 2, 3, 4, 5, 6].map((position) => events.positionOf(events.idOf(position)));
    expect(positions).toEqual([undefined, undefined, 2, 3, 4, 5, undefined]);
  });

  it('of another account, another gateway, or from before a gap, is known to nobody', () => {
    const log = new EventLog();
    const events = log.listen('a');
    log.add('a', many(2));
    for (const other of [log.listen('b'), new EventLog().listen('a')]) {
      expect(events.positionOf(other.idOf(0))).toBeUndefined();
    }
    for (const wrong of ['', '.', '1', 'x.1', events.idOf(1).replace('.1', '.-1'), `${events.idOf(1)}x`]) {
      expect(events.positionOf(wrong)).toBeUndefined();
    }
    const id = events.idOf(2);
    expect(events.positionOf(id)).toBe(2);
    log.renew();
    expect(events.positionOf(id)).toBeUndefined();
    expect(log.size).toBe(0);
  });
});
