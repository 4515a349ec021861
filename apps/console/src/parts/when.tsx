import { Text, Tooltip } from '@mantine/core';

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

function ago(at: Date, now: number): string {
  const passed = at.getTime() - now;
  for (const [unit, length] of STEPS) {
    if (Math.abs(passed) >= length) return relative.format(Math.trunc(passed / length), unit);
  }
  return 'just now';
}

/** An instant as people say it; exactly, in this time zone, when pointed at. */
export function When({ at, timeZone }: { at: string; timeZone?: string | undefined }) {
  const instant = new Date(at);
  const exact = new Intl.DateTimeFormat('en', {
    dateStyle: 'medium',
    timeStyle: 'long',
    ...(timeZone && { timeZone }),
  }).format(instant);
  return (
    <Tooltip label={exact} withArrow>
      <Text component="time" dateTime={at} size="sm" inherit>
        {ago(instant, Date.now())}
      </Text>
    </Tooltip>
  );
}
