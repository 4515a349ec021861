import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { cannotBeUsed, prepareDatabases, type DatabaseUrls } from '../postgres/databases.js';
import { obstacle } from '../processes/ports.js';
import { stopStrays } from '../processes/strays.js';
import { CAUGHT_MESSAGES, type Environment } from './environment.js';
import { fleet, members, portNames, type Fleet, type Replicas } from './fleet.js';
import { keptPorts, keptSecrets, type Secrets } from './kept.js';
import { claimFolder } from './lock.js';
import { untilReady } from './ready.js';
import { SERVER_PORTS, servers, type ExternalServers, type Servers } from './servers.js';

export interface SystemOptions {
  /** The data folder; made if it is missing. */
  dir: string;
  /** The gateway's, 3000 unless given. A second gateway takes a free one. */
  port?: number | undefined;
  /** What mailed links start with; `http://localhost:<port>` unless given. */
  publicUrl?: string | undefined;
  /** Settings for every service, on top of ours: `{ LOG_LEVEL: 'debug' }`. */
  env?: Environment;
  /** How many processes of a service; one unless given. */
  replicas?: Replicas;
  external?: ExternalServers;
  /** Start again, with a growing pause, what ends unasked. */
  revive?: boolean;
  /** Told after each step of the start. */
  onStep?: (step: { name: string; seconds: number }) => void;
  /** Told, in one line, what happens unasked. */
  say?: (line: string) => void;
  /** Where a nats-server that had to be fetched is kept; the repository's `.roster` unless given. */
  cacheDir?: string;
  /** Breaks off the start, in order; what already runs is ended by `stop`. */
  signal?: AbortSignal;
  /** The repository's folder. */
  root?: string;
}

export interface RosterSystem extends Servers, Omit<Fleet, 'stop'> {
  /** The gateway's address; `urls` has one for each of its replicas. */
  readonly url: string;
  readonly dir: string;
  readonly databases: DatabaseUrls;
  readonly secrets: Secrets;
  /** Ends everything in order: gateways, services, then what they need. May be called again. */
  stop(): Promise<void>;
}

/** Mails hold links that work, and logs tell who did what. */
const PRIVATE_FOLDERS = ['logs', 'mail'];

const REPOSITORY = resolve(import.meta.dirname, '../../..');

/** Starts a whole Roster and waits until its gateway says that all of it works; fails, and leaves nothing running, if it does not. */
export async function startSystem(options: SystemOptions): Promise<RosterSystem> {
  const dir = resolve(options.dir);
  const port = options.port ?? 3000;
  const giveBack = claimFolder(dir);
  const undo: (() => Promise<unknown>)[] = [async () => giveBack()];
  const stop = once(() => inTurn(undo.toReversed()));
  try {
    for (const name of PRIVATE_FOLDERS) makePrivate(join(dir, name));
    await stopStrays(join(dir, 'traces'));
    await assertFree(port);
    return await assemble({ ...options, dir, port }, undo, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function assemble(
  options: SystemOptions & { dir: string; port: number },
  undo: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<RosterSystem> {
  const { dir, port, external = {}, say = console.log, revive = false, signal } = options;
  const step = stepper(options);
  const secrets = keptSecrets(dir);
  const crew = members(options.replicas ?? {});
  const portOf = await keptPorts(dir, [...SERVER_PORTS, ...crew.flatMap(portNames)]);

  const { postgres, nats, mail } = servers({
    dir,
    cacheDir: options.cacheDir ?? join(REPOSITORY, '.roster'),
    portOf,
    secrets,
    external,
    revive,
    say,
  });
  for (const server of [postgres, nats, mail]) undo.push(() => server.stop());
  await allSettled([
    external.databaseUrl === undefined && step('Postgres', () => postgres.start()),
    external.natsUrl === undefined && step('NATS with JetStream', () => nats.start()),
    external.smtpUrl === undefined && step('Mail catcher', () => mail.start()),
  ]);
  const databases = await step('Databases and logins', () =>
    prepareDatabases(postgres.url, secrets.databases).catch((error: unknown) => {
      throw external.databaseUrl === undefined ? error : cannotBeUsed(external.databaseUrl, error);
    }),
  );

  const { services, urls, service, ...rest } = fleet(crew, {
    root: options.root ?? REPOSITORY,
    dir,
    port,
    portOf,
    addresses: {
      natsUrl: nats.url,
      seeds: external.natsUrl === undefined ? secrets.seeds : (external.natsSeeds ?? {}),
      databases,
      smtpUrl: mail.smtpUrl,
      smsUrl: external.smsUrl ?? (external.smtpUrl === undefined ? CAUGHT_MESSAGES : undefined),
      mailFrom: external.mailFrom ?? 'Roster <roster@localhost>',
      publicUrl: options.publicUrl ?? `http://localhost:${port}`,
      tokenKey: secrets.tokenKey,
    },
    env: options.env ?? {},
    revive,
    say,
  });
  undo.push(() => rest.stop());
  await allSettled(services.map((each) => step(`Service ${each.name}`, () => each.start())));
  const hosts = { smtp: hostOf(mail.smtpUrl), bus: hostOf(nats.url) };
  await step('Everything is ready', () => allSettled(urls.map((url) => untilReady(url, services, { signal, hosts }))));
  return { postgres, nats, mail, services, urls, service, dir, url: urls[0] ?? '', databases, secrets, stop };
}

/** For messages: without a login, and empty where it is no URL. */
const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : '');

function stepper({ onStep, signal }: SystemOptions) {
  return async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    signal?.throwIfAborted();
    const begun = performance.now();
    const result = await work();
    signal?.throwIfAborted();
    onStep?.({ name, seconds: (performance.now() - begun) / 1000 });
    return result;
  };
}

async function assertFree(port: number): Promise<void> {
  const why = await obstacle(port);
  if (why === undefined) return;
  throw new Error(why === 'EADDRINUSE' ? taken(port) : `Port ${port} cannot be used (${why})${hint(why)}`);
}

const taken = (port: number) =>
  `Port ${port} is taken by another program. Stop that one, or choose another port: PORT=${port + 1} npm start`;
const hint = (why: string) => (why === 'EACCES' ? ': ports below 1024 need root; choose one above' : '');

function makePrivate(folder: string): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
}

/** Waits for all before it fails, so that nothing is still starting when everything is stopped. */
async function allSettled(work: readonly (Promise<unknown> | false)[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** One after the other; a step that fails does not keep the rest from being done, and is told of at the end. */
async function inTurn(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}
