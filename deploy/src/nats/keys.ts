import { createUser, fromSeed } from '@nats-io/nkeys';
import type { BusUser } from '@roster/contracts';

import { BUS_USERS } from '../names.js';
import type { PublicKeys } from './config.js';

/** The secret half of each bus user's nkey: `SU…`. */
export type Seeds = Readonly<Record<BusUser, string>>;

export const newSeeds = (): Seeds => perUser(() => new TextDecoder().decode(createUser().getSeed()));

export const publicKeys = (seeds: Seeds): PublicKeys =>
  perUser((user) => fromSeed(new TextEncoder().encode(seeds[user])).getPublicKey());

/** `$IDENTITY_NKEY` …: for a configuration whose keys the server reads from its environment. */
export const keyVariables = (): PublicKeys => perUser((user) => `$${user.toUpperCase()}_NKEY`);

const perUser = (value: (user: BusUser) => string) =>
  Object.fromEntries(BUS_USERS.map((user) => [user, value(user)])) as Record<BusUser, string>;
