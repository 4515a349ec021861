import type { Caller, Context, OtherUser, UserKind } from '@roster/contracts';

/**
 * The contracts' lists of names, once more: the compiler holds them to the contracts. Taken from there, they would bring
 * Nest and class-validator into the local runner, which needs neither: 85 MB, and a second of every start.
 */
const listed = <Name extends string>(names: Readonly<Record<Name, true>>) => Object.keys(names) as Name[];

/** Those with a database of their own. */
export const CONTEXTS = listed<Context>({ identity: true, access: true, billing: true, notifications: true });

export type ServiceName = Exclude<Caller, UserKind>;

/** What a Roster consists of, in the order in which it is told of. */
export const SERVICES: readonly ServiceName[] = [...CONTEXTS, 'gateway'];

/** Everything of ours that runs: the services, and the declarer of their streams. */
export type Component = ServiceName | 'declarer';
export const COMPONENTS: readonly Component[] = [...SERVICES, 'declarer'];

/** Who has a user on the bus in every Roster; those of other services come to them where they are configured. */
export type StandingUser = Component | 'service';
export const BUS_USERS: readonly StandingUser[] = [...COMPONENTS, 'service'];

/** The variable with the public key of a user, for a server that reads it from its environment: `IDENTITY_NKEY`, `CRM_NKEY`. */
export const keyVariable = (user: StandingUser | OtherUser['name']): string =>
  `${user.toUpperCase().replaceAll('-', '_')}_NKEY`;

/** The variable with the seed of a component's user, on a NATS of somebody's own. */
export const seedVariable = (component: Component): string => `NATS_${component.toUpperCase()}_NKEY_SEED`;

/** The folder of a component's programs, `main.js` and `service.js`, below the repository's. */
export const programFolder = (component: Component): string =>
  component === 'declarer' ? 'deploy/dist/declarer' : `apps/${component}/dist`;
