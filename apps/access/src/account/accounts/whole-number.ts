/** The driver hands out a bigint as text, since it may be larger than a number can say; counters of ours never are. */
export const wholeNumber = {
  to: (value: number | null) => value,
  from: (value: string | null) => (value === null ? null : Number(value)),
};
