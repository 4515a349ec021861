/** How a running process is asked whether it still works. */
export interface Pulse {
  /** Milliseconds between an answer and the next question. */
  readonly every: number;
  /** Milliseconds after which no answer counts as a failure. */
  readonly within: number;
}

export const PULSE: Pulse = { every: 5_000, within: 5_000 };

/** One failure may be a moment of much work. */
const FAILURES = 3;

/**
 * Asks until it has failed three times in a row, and resolves with the last reason; with undefined once `signal` is
 * aborted.
 */
export async function untilItFails(
  probe: () => Promise<void>,
  pulse: Pulse,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (let failures = 0; ;) {
    await pause(pulse.every, signal);
    if (signal.aborted) return undefined;
    const reason = await reasonOf(probe, pulse.within);
    failures = reason === undefined ? 0 : failures + 1;
    if (failures >= FAILURES && !signal.aborted) return reason;
  }
}

async function reasonOf(probe: () => Promise<void>, within: number): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer in ${within / 1000} s`), within);
  });
  const answered = probe().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
