/** The driver returns a bigint as text, because it may exceed what a number holds. Our counters never do. */
export const wholeNumber = {
  to: (value: number | null) => value,
  from: (value: string | null) => (value === null ? null : Number(value)),
};
