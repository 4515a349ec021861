import type { OtherUser, UserKind } from '@roster/contracts';

import { BUS_USERS, type StandingUser } from '../names.js';

export interface ServerSettings {
  host: string;
  port: number;
  /** JetStream's folder. */
  storeDir: string;
  /** The version of the server that will read it, `[2, 9, 10]`. */
  version: readonly number[];
}

/** The public half of each user's nkey by the user's name, or a `$VARIABLE` that the server finds in its environment. */
export type PublicKeys = Readonly<Record<StandingUser, string> & Record<string, string>>;

/** What one bus user may do; everything else is refused. */
export interface Rights {
  publish: string[];
  /** Subjects, or `<subject> <queue group>`: then only as a member of that group. */
  subscribe: string[];
}

/** What each bus user may do. */
export interface AllRights {
  readonly standing: Readonly<Record<StandingUser, Rights>>;
  /** Of a configured user of each kind; {@link ITS_NAME} stands for its name. */
  readonly named: Readonly<Record<UserKind, Rights>>;
}

/** In rights that hold for all users of a kind. It can be in no subject. */
export const ITS_NAME = '<name>';

export interface BusSettings extends ServerSettings {
  keys: PublicKeys;
  rights: AllRights;
  /** Other services' users that are configured; none unless said. */
  others?: readonly OtherUser[];
}

/** The configuration of Roster's bus: one user per service, with the rights that its contracts give it, and no others. */
export function natsConfig(settings: BusSettings): string {
  const { keys, rights, others = [] } = settings;
  const users = [
    ...BUS_USERS.map((user) => userBlock(user, keys[user], rights.standing[user])),
    ...others.map(({ name, kind }) =>
      userBlock(`${name}, a ${kind}`, keys[name], rightsOfNamed(rights.named[kind], name)),
    ),
  ];
  return `# Generated from the contracts (deploy/src/nats); do not edit.
${serverConfig(settings)}
authorization {
  # Seconds that a client has to show its key: on a machine that has much to do at a start, two are not enough.
  timeout: 10
  users = [
${users.join('\n')}
  ]
}
`;
}

/**
 * A server's configuration without users: anybody may do everything. There is no monitoring port; the service's own
 * `/metrics` tell what operators need, and nothing that is not there can be reached.
 */
export function serverConfig({ host, port, storeDir, version }: ServerSettings): string {
  return `host: "${host}"
port: ${port}
max_payload: 1MB

jetstream {
  store_dir: "${storeDir}"
  max_memory_store: 64MB
  max_file_store: 10GB${canSyncAlways(version) ? '\n  sync_interval: always' : ''}
}
`;
}

const rightsOfNamed = (rights: Rights, name: string): Rights => {
  const own = (subject: string) => subject.replaceAll(ITS_NAME, name);
  return { ...rights, publish: rights.publish.map(own), subscribe: rights.subscribe.map(own) };
};

function userBlock(title: string, key: string | undefined, rights: Rights): string {
  if (key === undefined) throw new Error(`There is no key for ${title}`);
  return `    { # ${title}
      nkey: ${key}
      permissions: {
        publish: ${only(rights.publish)}
        subscribe: ${only(rights.subscribe)}
      }
    }`;
}

/** An empty list of what is allowed would allow everything. */
const only = (subjects: string[]) => (subjects.length > 0 ? `{ allow: ${list(subjects)} }` : '{ deny: [">"] }');

const list = (subjects: string[]) => `[${subjects.map((subject) => `\n          "${subject}"`).join('')}\n        ]`;

/** Before 2.10 a server refuses the setting: there the outbox alone is the record (`docs/decisions.md` 15). */
const canSyncAlways = ([major = 0, minor = 0]: readonly number[]) => major > 2 || (major === 2 && minor >= 10);
