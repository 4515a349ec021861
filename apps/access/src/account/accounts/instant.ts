/** Instants are milliseconds since 1970 everywhere but in the database. */
export const instant = {
  to: (value: number | null) => (value === null ? null : new Date(value)),
  from: (value: Date | null) => value?.getTime() ?? null,
};

/** Whether something that may expire has done so at an instant (ms). */
export const isOver = ({ expiresAt }: { readonly expiresAt: number | null }, now: number): boolean =>
  expiresAt !== null && expiresAt <= now;
