import { createConnection } from 'node:net';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { launch, waitUntil, type Launched } from '../processes/launch.js';
import { freePort } from '../processes/ports.js';
import { stopStray } from '../processes/strays.js';
import { natsVersion } from './binary.js';
import { serverConfig, type ServerSettings } from './config.js';

export interface NatsOptions {
  binary: string;
  /** The folder for the configuration, the log and JetStream's data. Only one server at a time may use it. */
  dir: string;
  /** Default: a free port. */
  port?: number;
  /** The text of the configuration for these settings. Without it anyone may connect and do everything. */
  config?: (settings: ServerSettings) => string;
  /** Default: `<dir>/nats.log`. */
  log?: string;
  /** The file by which the next start finds this server if we are killed. Default: `<dir>/nats.trace`. */
  trace?: string;
}

export interface Nats {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly log: string;
  /** JetStream's folder; it may be deleted while the server is stopped. */
  readonly storeDir: string;
  readonly exited: Launched['exited'];
  stop(): Promise<void>;
  /** SIGKILL: nothing is written to disk. */
  kill(): Promise<void>;
}

/** Starts a nats-server with JetStream on the loopback interface. */
export async function startNats(options: NatsOptions): Promise<Nats> {
  const { binary, dir, config = serverConfig } = options;
  const port = options.port ?? (await freePort());
  const storeDir = join(dir, 'jetstream');
  const configFile = join(dir, 'nats.conf');
  const { trace = join(dir, 'nats.trace') } = options;

  await mkdir(dir, { recursive: true });
  await stopStray(trace);
  const text = config({ host: '127.0.0.1', port, storeDir, version: await natsVersion(binary) });
  // On a full disk an existing file can be emptied, and not be written.
  if ((await readFile(configFile, 'utf8').catch(() => undefined)) !== text) await writeFile(configFile, text);
  const server = await launch({
    name: 'nats-server',
    command: binary,
    args: ['-c', configFile],
    log: options.log ?? join(dir, 'nats.log'),
    trace,
  });
  try {
    await waitUntil(server, () => greets(port), 30_000);
  } catch (error) {
    await server.stop('SIGKILL');
    throw error;
  }

  return {
    url: `nats://127.0.0.1:${port}`,
    port,
    pid: server.pid,
    log: server.log,
    storeDir,
    exited: server.exited,
    async stop() {
      await server.stop('SIGTERM', 10_000);
    },
    async kill() {
      await server.stop('SIGKILL');
    },
  };
}

/**
 * Whether a nats-server answers on the port. It sends INFO to everyone who connects, and opens its port only after
 * JetStream has recovered.
 */
async function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1', timeout: 1_000 });
    const answer = (greeted: boolean) => {
      socket.destroy();
      resolve(greeted);
    };
    socket.once('data', (data) => answer(data.toString().startsWith('INFO')));
    socket.once('error', () => answer(false));
    socket.once('timeout', () => answer(false));
    socket.once('close', () => answer(false));
  });
}
