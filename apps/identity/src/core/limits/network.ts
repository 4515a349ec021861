import { RosterError, serviceUnavailable, type CallContext } from '@roster/contracts';
import { networkOf } from '@roster/service-kit';

/**
 * The network that a call is counted for. Rejects with `service.unavailable` where there is none: callers from nowhere
 * would share one allowance, and whoever used it up would lock out the others.
 */
export function requireNetwork(client: CallContext['client']): string {
  const network = networkOf(client?.address);
  if (network === undefined) throw new RosterError(serviceUnavailable, 'It is not known where this request comes from');
  return network;
}
