import { DAYS, type Day, type HandoverWindow } from '@roster/contracts';

/**
 * Whether somebody can be reached at this instant, whose windows these are, by the clock on the wall of his time zone
 * (IANA's name): who has set none always can (NT-05). A window whose end is not after its begin goes on into the next day.
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

/** Of `09:30`, within the day. */
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
