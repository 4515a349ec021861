import type { CallContext } from '@roster/contracts';

/**
 * The same call, to send on to another service. Without the client's idempotency key: that one belongs to this
 * service's answer.
 */
export const forwarded = (call: CallContext): CallContext => ({ ...call, idempotencyKey: undefined });
