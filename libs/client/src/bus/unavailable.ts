import { RosterError, serviceTimeout, serviceUnavailable } from '@roster/contracts';

/**
 * Turns a missing answer into `service.unavailable`, for questions that change nothing: the caller needs no
 * distinction. Always throws.
 */
export function asUnavailable(error: unknown): never {
  if (error instanceof RosterError && error.is(serviceTimeout)) {
    throw new RosterError(serviceUnavailable, 'The access service did not answer', { cause: error });
  }
  throw error;
}
