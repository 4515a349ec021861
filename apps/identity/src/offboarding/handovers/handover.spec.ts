import { describe, expect, it } from '@jest/globals';
import { DAYS, type HandoverWindow } from '@roster/contracts';
import { isReachable } from './handover.js';

const weekdays: HandoverWindow = {
  days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
  from: '09:00',
  to: '17:30',
};
const at = (instant: string) => new Date(instant);

describe('somebody can be reached', () => {
  it('always, if they have set nothing, and never, if they have set no time at all', () => {
    expect(isReachable(null, 'Europe/Vienna', at('2026-11-22T03:00:00Z'))).toBe(true);
    expect(isReachable([], 'Europe/Vienna', at('2026-11-23T10:00:00Z'))).toBe(false);
  });

  it.each([
    // 2026-11-23 is a Monday; Vienna is one hour ahead of UTC in winter.
    ['2026-11-23T07:59:59Z', false],
    ['2026-11-23T08:00:00Z', true],
    ['2026-11-23T16:29:59Z', true],
    ['2026-11-23T16:30:00Z', false],
    ['2026-11-22T10:00:00Z', false],
  ])('by the clock of their own time zone: %s is %s', (instant, expected) => {
    expect(isReachable([weekdays], 'Europe/Vienna', at(instant))).toBe(expected);
  });

  it('by local time, in summer as in winter', () => {
    expect(isReachable([weekdays], 'Europe/Vienna', at('2026-07-20T07:30:00Z'))).toBe(true);
    expect(isReachable([weekdays], 'Europe/Vienna', at('2026-11-23T07:30:00Z'))).toBe(false);
  });

  it('on the day that it is where they are', () => {
    const monday: HandoverWindow = { days: ['monday'], from: '00:00', to: '24:00' };
    const instant = at('2026-11-22T12:30:00Z');
    expect(isReachable([monday], 'Pacific/Auckland', instant)).toBe(true);
    expect(isReachable([monday], 'UTC', instant)).toBe(false);
  });

  it('past midnight, from Sunday to Monday too', () => {
    const nights: HandoverWindow = { days: ['sunday'], from: '22:00', to: '06:00' };
    const [before, late, early, after] = ['22T21:59', '22T23:00', '23T05:59', '23T06:00'].map((time) =>
      isReachable([nights], 'UTC', at(`2026-11-${time}:00Z`)),
    );
    expect([before, late, early, after]).toEqual([false, true, true, false]);
    expect(isReachable([nights], 'UTC', at('2026-11-22T03:00:00Z'))).toBe(false);
  });

  it('around the clock, if a window ends when it begins', () => {
    const always: HandoverWindow = { days: [...DAYS], from: '08:00', to: '08:00' };
    for (const hour of ['00', '07', '08', '23']) {
      expect(isReachable([always], 'UTC', at(`2026-11-22T${hour}:00:00Z`))).toBe(true);
    }
  });

  it('through the hour that a clock repeats or skips', () => {
    const window: HandoverWindow = { days: ['sunday'], from: '02:00', to: '03:00' };
    // Vienna, 25 October 2026: from 03:00 back to 02:00 at 01:00 UTC. 29 March 2026: from 02:00 to 03:00 at 01:00 UTC.
    expect(isReachable([window], 'Europe/Vienna', at('2026-10-25T00:30:00Z'))).toBe(true);
    expect(isReachable([window], 'Europe/Vienna', at('2026-10-25T01:30:00Z'))).toBe(true);
    expect(isReachable([window], 'Europe/Vienna', at('2026-03-29T00:59:00Z'))).toBe(false);
    expect(isReachable([window], 'Europe/Vienna', at('2026-03-29T01:00:00Z'))).toBe(false);
  });
});
