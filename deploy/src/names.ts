import type { Caller, Context, OtherUser, UserKind } from '@roster/contracts';

/**
 * The contracts' lists of names, repeated here; the compiler makes sure that they are equal. Importing them would load
 * Nest and class-validator into the local runner, which needs neither: 85 MB, and a second of every start.
 */
const listed = <Name extends string>(names: Readonly<Record<Name, true>>) => Object.keys(names) as Name[];

/** Those with a database of their own. */
export const CONTEXTS = listed<Context>({ identity: true, access: true, billing: true, notifications: true });

export type ServiceName = Exclude<Caller, UserKind>;

/** The services of Roster, in the order in which they are listed to people. */
export const SERVICES: readonly ServiceName[] = [...CONTEXTS, 'gateway'];

/** Every component: the services, and the declarer of their streams. */
export type Component = ServiceName | 'declarer';
export const COMPONENTS: readonly Component[] = [...SERVICES, 'declarer'];

/** The users that the bus has in every Roster. Users of other services are configured in addition. */
export type StandingUser = Component | 'service';
export const BUS_USERS: readonly StandingUser[] = [...COMPONENTS, 'service'];

/**
 * The variable with a user's public key, for a server that reads it from its environment: `IDENTITY_NKEY`, `CRM_NKEY`.
 */
export const keyVariable = (user: StandingUser | OtherUser['name']): string =>
  `${user.toUpperCase().replaceAll('-', '_')}_NKEY`;

/** The variable with the seed of a component's user, for an existing NATS. */
export const seedVariable = (component: Component): string => `NATS_${component.toUpperCase()}_NKEY_SEED`;

/** The folder of a component's programs, `main.js` and `service.js`, relative to the repository. */
export const programFolder = (component: Component): string =>
  component === 'declarer' ? 'deploy/dist/declarer' : `apps/${component}/dist`;
