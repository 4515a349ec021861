import type { OtherUser, UserKind } from '@roster/contracts';

import { BUS_USERS, type StandingUser } from '../names.js';

export interface ServerSettings {
  host: string;
  port: number;
  /** JetStream's folder. */
  storeDir: string;
  /** Where the server tells this machine alone how it is; by default nowhere. */
  monitorPort?: number;
  /** The version of the server that will read it: `[2, 9, 10]`. */
  version: readonly number[];
}

/**
 * The public half of each user's nkey, by the user's name, or a `$VARIABLE` that the server reads from its environment.
 */
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
  /** The rights of a configured user, by kind. {@link ITS_NAME} stands for the user's name. */
  readonly named: Readonly<Record<UserKind, Rights>>;
}

/** A placeholder in rights of all users of a kind. No subject can contain it. */
export const ITS_NAME = '<name>';

export interface BusSettings extends ServerSettings {
  keys: PublicKeys;
  rights: AllRights;
  /** The configured users of other services. Default: none. */
  others?: readonly OtherUser[];
}

/** The configuration of Roster's bus: one user per service, with exactly the rights that its contracts need. */
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
 * A server configuration without users: anyone may do everything. For operators there is no monitoring port: the services' own
 * `/metrics` tell what they need.
 */
export function serverConfig({ host, port, storeDir, monitorPort, version }: ServerSettings): string {
  const monitor = monitorPort === undefined ? '' : `\nhttp: "127.0.0.1:${monitorPort}"`;
  return `host: "${host}"
port: ${port}${monitor}
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

/** An empty list of allowed subjects would allow everything, so it becomes a denial of everything. */
const only = (subjects: string[]) => (subjects.length > 0 ? `{ allow: ${list(subjects)} }` : '{ deny: [">"] }');

const list = (subjects: string[]) => `[${subjects.map((subject) => `\n          "${subject}"`).join('')}\n        ]`;

/** Servers before 2.10 refuse the setting. With them the outbox alone is the record (`docs/decisions.md` 15). */
const canSyncAlways = ([major = 0, minor = 0]: readonly number[]) => major > 2 || (major === 2 && minor >= 10);
