/** A day in UTC, as the number of days since 1970-01-01. */
export type Day = number;

const MILLISECONDS = 86_400_000;

export const dayOf = (at: Date): Day => Math.floor(at.getTime() / MILLISECONDS);

/** The first instant of the day. */
export const startOf = (day: Day): Date => new Date(day * MILLISECONDS);

/** `2026-01-31` */
export const isoOf = (day: Day): string => startOf(day).toISOString().slice(0, 10);

/** The day of `2026-01-31`. */
export const dayOfIso = (iso: string): Day => dayOf(new Date(`${iso}T00:00:00Z`));
