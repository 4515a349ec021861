/** One call, as metrics see it on either side. */
export interface ObservedCall {
  readonly subject: string;
  /** `ok`, or the error's code. */
  readonly outcome: string;
  readonly seconds: number;
}

export type Observe = (call: ObservedCall) => void;

/** Starts the clock; the returned function stops it and reports the call. */
export function observing(observe: Observe | undefined, subject: string): (outcome: string) => void {
  if (!observe) return unobserved;
  const start = performance.now();
  return (outcome) => observe({ subject, outcome, seconds: (performance.now() - start) / 1_000 });
}

const unobserved = (): void => undefined;
