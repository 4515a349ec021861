/** For columns of amounts: they are far below 2^53, and the driver gives a bigint as text. */
export const WHOLE = {
  to: (amount: number | null) => amount,
  from: (text: string | null) => (text === null ? null : Number(text)),
};
