import type { CallContext } from '@roster/contracts';

/** The same call, asked further. The client's idempotency key is left out: it belongs to this service's answer. */
export const asked = (call: CallContext): CallContext => ({ ...call, idempotencyKey: undefined });
