import { Nothing } from '../core/common.contract.js';
import { rpc, type RpcContract } from '../core/contract.js';
import { CONTEXTS, type Context } from '../core/naming.js';

/** One thing that a service needs in order to work. */
export class HealthCheck {
  name!: string;
  ok!: boolean;
  detail?: string;
}

export class ServiceHealth {
  service!: string;
  ok!: boolean;
  checks!: HealthCheck[];
  /** Of the presets that this process has loaded: the same everywhere, or the system is not ready. */
  presets!: string;
  /** Events that this service gave up on. */
  deadLetters!: number;
}

const healthOf = (context: Context): RpcContract<Nothing, ServiceHealth> =>
  rpc({
    context,
    noun: 'health',
    verb: 'check',
    permission: { open: 'service' },
    input: Nothing,
    output: ServiceHealth,
    callers: ['gateway'],
    deadline: 1_000,
  });

/** The same question to each service: is everything there that you need? */
export const checkHealth = Object.fromEntries(CONTEXTS.map((context) => [context, healthOf(context)])) as Record<
  Context,
  RpcContract<Nothing, ServiceHealth>
>;
