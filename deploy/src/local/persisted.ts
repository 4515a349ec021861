import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { OtherUser } from '@roster/contracts';

import { CONTEXTS } from '../names.js';
import { newSeeds, type Seeds } from '../nats/keys.js';
import { LOGINS, type DatabasePasswords } from '../postgres/databases.js';
import { freePort, isFree } from '../processes/ports.js';

/**
 * Secrets that must be the same at every start, as otherwise the stored data could not be read. They are random and
 * written nowhere else.
 */
export interface Secrets {
  postgres: string;
  databases: DatabasePasswords;
  seeds: Seeds;
  /** The key from which identity derives mailed tokens; base64 of 32 bytes. */
  tokenKey: string;
  /** Access signs its messages with the private key; everyone else verifies them with the public key. */
  accessKeys: AccessKeyPair;
}

/** Ed25519, in base64: PKCS #8 and SubjectPublicKeyInfo, as `openssl genpkey` and `openssl pkey -pubout` write them as DER. */
export interface AccessKeyPair {
  signing: string;
  public: string;
}

/**
 * Reads the secrets, and creates missing ones: in a folder of an earlier version, or for a new user of another service.
 * The key of a user that is no longer listed stays, so that the user has the same key when it comes back.
 */
export function keptSecrets(dir: string, others: readonly OtherUser[] = []): Secrets {
  const file = join(dir, 'secrets.json');
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>) : {};
  const fresh = newSecrets(others);
  const secrets = { ...fresh, ...kept, seeds: { ...fresh.seeds, ...kept.seeds } };
  if (JSON.stringify(secrets) !== JSON.stringify(kept)) write(file, secrets, 0o600);
  return secrets;
}

export function newSecrets(others: readonly OtherUser[] = []): Secrets {
  const logins = () => Object.fromEntries(LOGINS.map((login) => [login, password()]));
  return {
    postgres: password(),
    databases: Object.fromEntries(CONTEXTS.map((context) => [context, logins()])) as DatabasePasswords,
    seeds: newSeeds(others),
    tokenKey: randomBytes(32).toString('base64'),
    accessKeys: newAccessKeys(),
  };
}

export function newAccessKeys(): AccessKeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  });
  return { signing: privateKey.toString('base64'), public: publicKey.toString('base64') };
}

/**
 * A free port for each name. It is the same at every start unless somebody else has taken it, so that bookmarks and
 * open connections survive a restart.
 */
export async function keptPorts(dir: string, names: readonly string[]): Promise<(name: string) => number> {
  const file = join(dir, 'ports.json');
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>) : {};
  for (const name of names) {
    const port = kept[name];
    if (port === undefined || !(await isFree(port, '127.0.0.1'))) kept[name] = await otherThan(Object.values(kept));
  }
  write(file, kept, 0o644);
  return (name) => {
    const port = kept[name];
    if (port === undefined) throw new Error(`No port is stored for ${name}`);
    return port;
  };
}

async function otherThan(taken: number[]): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (!taken.includes(port)) return port;
  }
}

function write(file: string, content: object, mode: number): void {
  mkdirSync(join(file, '..'), { recursive: true });
  const partial = `${file}.part`;
  writeFileSync(partial, `${JSON.stringify(content, undefined, 2)}\n`, { mode });
  renameSync(partial, file);
}

const password = () => randomBytes(24).toString('base64url');
