import type { Caller, Context } from '@roster/contracts';

/**
 * The contracts' lists of names, once more: the compiler holds them to the contracts. Taken from there, they would bring
 * Nest and class-validator into the local runner, which needs neither: 85 MB, and a second of every start.
 */
const listed = <Name extends string>(names: Readonly<Record<Name, true>>) => Object.keys(names) as Name[];

/** Those with a database of their own. */
export const CONTEXTS = listed<Context>({ identity: true, access: true, billing: true, notifications: true });

export type ServiceName = Exclude<Caller, 'service'>;

/** What a Roster consists of, in the order in which it is told of. */
export const SERVICES: readonly ServiceName[] = [...CONTEXTS, 'gateway'];

/** Everyone who has a user on the bus. */
export const BUS_USERS: readonly Caller[] = [...SERVICES, 'service'];

/** The variable with the seed of a service's user, on a NATS of somebody's own. */
export const seedVariable = (service: ServiceName): string => `NATS_${service.toUpperCase()}_NKEY_SEED`;
