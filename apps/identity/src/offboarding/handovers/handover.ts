import { DAYS, type Day, type HandoverWindow } from '@roster/contracts';

/**
 * Whether a member with these windows can be reached now, by local time in their time zone (an IANA name). Without
 * windows they always can (NT-05). A window whose end is not after its begin goes on into the next day.
 */
export function isReachable(windows: readonly HandoverWindow[] | null, zone: string, now: Date): boolean {
  if (!windows) return true;
  const { day, minute } = wallClock(zone, now);
  const yesterday = DAYS[(DAYS.indexOf(day) + DAYS.length - 1) % DAYS.length] ?? day;
  return windows.some(({ days, from, to }) => {
    const [begin, end] = [minuteOf(from), minuteOf(to)];
    if (begin < end) return days.includes(day) && begin <= minute && minute < end;
    return (days.includes(day) && begin <= minute) || (days.includes(yesterday) && minute < end);
  });
}

/** The minute of the day of a time such as `09:30`. */
function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

function wallClock(timeZone: string, now: Date): { day: Day; minute: number } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]));
  const weekday = parts.get('weekday')?.toLowerCase();
  const day = DAYS.find((name) => name === weekday);
  if (!day) throw new Error(`The time zone ${timeZone} has no ${weekday ?? 'weekday'}`);
  return { day, minute: minuteOf(`${parts.get('hour')}:${parts.get('minute')}`) };
}
