import { RosterError, serviceTimeout, serviceUnavailable } from '@roster/contracts';

/** For questions that change nothing: to whoever asks, no answer in time is no answer. Throws. */
export function asUnavailable(error: unknown): never {
  if (error instanceof RosterError && error.is(serviceTimeout)) {
    throw new RosterError(serviceUnavailable, 'The access service did not answer', { cause: error });
  }
  throw error;
}
