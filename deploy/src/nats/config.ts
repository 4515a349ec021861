import type { BusUser } from '@roster/contracts';

import { BUS_USERS } from '../names.js';
import type { Rights } from './rights.js';

export interface ServerSettings {
  host: string;
  port: number;
  /** JetStream's folder. */
  storeDir: string;
  /** The version of the server that will read it, `[2, 9, 10]`. */
  version: readonly number[];
}

/** The public half of each user's nkey, or a `$VARIABLE` that the server finds in its environment. */
export type PublicKeys = Readonly<Record<BusUser, string>>;

/** What each bus user may do; `rights.ts` reads it from the contracts. */
export type AllRights = Readonly<Record<BusUser, Rights>>;

/** The configuration of Roster's bus: one user per service, with the rights that its contracts give it, and no others. */
export function natsConfig(settings: ServerSettings & { keys: PublicKeys; rights: AllRights }): string {
  const users = BUS_USERS.map((user) => userBlock(user, settings.keys[user], settings.rights[user]));
  return `# Generated from the contracts (deploy/src/nats); do not edit.
${serverConfig(settings)}
authorization {
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

const userBlock = (user: BusUser, key: string, rights: Rights) => `    { # ${user}
      nkey: ${key}
      permissions: {
        publish: { allow: ${list(rights.publish)} }
        subscribe: { allow: ${list(rights.subscribe)} }
      }
    }`;

const list = (subjects: string[]) => `[${subjects.map((subject) => `\n          "${subject}"`).join('')}\n        ]`;

/** Before 2.10 a server refuses the setting: there the outbox alone is the record (`decisions.md` 15). */
const canSyncAlways = ([major = 0, minor = 0]: readonly number[]) => major > 2 || (major === 2 && minor >= 10);
