import { createUser, fromSeed } from '@nats-io/nkeys';
import type { OtherUser } from '@roster/contracts';

import { BUS_USERS, keyVariable, type StandingUser } from '../names.js';
import type { PublicKeys } from './config.js';

/** The secret half of each bus user's nkey, by the user's name: `SU…`. */
export type Seeds = Readonly<Record<StandingUser, string> & Record<string, string>>;

type Others = readonly Pick<OtherUser, 'name'>[];

export const newSeeds = (others: Others = []): Seeds =>
  perUser(others, () => new TextDecoder().decode(createUser().getSeed()));

export const publicKeys = (seeds: Seeds, others: Others = []): PublicKeys =>
  perUser(others, (user) => fromSeed(new TextEncoder().encode(seeds[user])).getPublicKey());

/** `$IDENTITY_NKEY` …: for a configuration whose keys the server reads from its environment. */
export const keyVariables = (others: Others = []): PublicKeys => perUser(others, (user) => `$${keyVariable(user)}`);

const perUser = (others: Others, value: (user: string) => string) =>
  Object.fromEntries([...BUS_USERS, ...others.map(({ name }) => name)].map((user) => [user, value(user)])) as Record<
    StandingUser,
    string
  >;
