import { claimDatabases, OwnedElsewhere, type Ownership } from '../postgres/owner.js';
import {
  cannotBeUsed,
  databaseUrls,
  prepareDatabases,
  type DatabasePasswords,
  type DatabaseUrls,
} from '../postgres/databases.js';

interface Options {
  /** An administrator's login. */
  url: string;
  /** Whether others can reach the server too. If so, the databases are claimed for this data folder. */
  isShared: boolean;
  passwords: DatabasePasswords;
  dir: string;
  say: (line: string) => void;
}

/** The services' databases, on a server that may not be running yet. */
export interface Databases {
  readonly urls: DatabaseUrls;
  /** Creates the databases and logins that are missing. */
  prepare(): Promise<void>;
  /** Releases the claim, once nobody uses the databases any more. */
  release(): Promise<void>;
}

export function databasesOn({ url, isShared, passwords, dir, say }: Options): Databases {
  let owned: Ownership | undefined;
  return {
    urls: URL.canParse(url) ? databaseUrls(url, passwords) : ({} as DatabaseUrls),
    async prepare() {
      if (!isShared) return void (await prepareDatabases(url, passwords));
      try {
        owned = await claimDatabases(url, dir);
        await prepareDatabases(url, passwords);
      } catch (error) {
        throw error instanceof OwnedElsewhere ? error : cannotBeUsed(url, error);
      }
      if (owned.before) say(usedBefore(owned.before));
    },
    async release() {
      await owned?.release();
    },
  };
}

const usedBefore = ({ dir, host }: { dir: string; host: string }) =>
  `The databases of DATABASE_URL were used from ${dir} on ${host} before: what was sealed there can be opened only with ` +
  'the secrets.json of that folder.';
