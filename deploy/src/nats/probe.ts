import { statfs } from 'node:fs/promises';

import { jetstream } from '@nats-io/jetstream';
import { connect, nkeyAuthenticator } from '@nats-io/transport-node';

import type { Nats } from './server.js';

/** Milliseconds. The server may have much to do. */
const TIMEOUT = 4_000;

/**
 * Rejects where the server's JetStream does not answer. After a full disk a server greets everybody who connects, and
 * answers nothing more, until it is started again. `seed` is the declarer's, who may ask for the list of streams.
 */
export async function assertJetStream({ url, storeDir }: Nats, seed: string, inboxPrefix: string): Promise<void> {
  try {
    await list(url, seed, inboxPrefix);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`JetStream: ${reason}; ${await roomIn(storeDir)}`, { cause });
  }
}

async function list(url: string, seed: string, inboxPrefix: string): Promise<void> {
  const connection = await connect({
    servers: url,
    reconnect: false,
    timeout: TIMEOUT,
    inboxPrefix,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
  });
  try {
    const manager = await jetstream(connection, { timeout: TIMEOUT }).jetstreamManager(false);
    await manager.streams.list().next();
  } finally {
    await connection.close();
  }
}

/** A full disk is what people have to know of. */
async function roomIn(folder: string): Promise<string> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return `its disk has ${Math.floor((bavail * bsize) / 2 ** 20)} MiB left`;
  } catch {
    return `${folder} cannot be read`;
  }
}
