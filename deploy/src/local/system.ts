import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { OtherUser } from '@roster/contracts';

import type { DatabaseUrls } from '../postgres/databases.js';
import { obstacle } from '../processes/ports.js';
import { stopStrays } from '../processes/strays.js';
import type { Pulse } from '../processes/watch.js';
import { aboutFolder } from './data-folder.js';
import { databasesOn, type Databases } from './databases.js';
import { CAUGHT_MESSAGES, MAIL_FROM, type Environment } from './environment.js';
import { fleet, members, portNames, type Fleet, type Processes, type Replicas, type StartableFleet } from './fleet.js';
import { keptPorts, keptSecrets, type Secrets } from './persisted.js';
import { claimFolder } from './lock.js';
import { untilReady } from './ready.js';
import { SERVER_PORTS, servers, type ExternalServers, type Servers } from './servers.js';

export interface SystemOptions {
  /** The data folder. Created if it does not exist. */
  dir: string;
  /** The gateway's port. Default: 3000. A second gateway takes a free one. */
  port?: number | undefined;
  /** The start of mailed links. Default: `http://localhost:<port>`. */
  publicUrl?: string | undefined;
  /** The settings of the product's name and looks, for every service. */
  product?: Record<string, string> | undefined;
  /** Settings for every service, in addition to ours: `{ LOG_LEVEL: 'debug' }`. */
  env?: Environment;
  /** Default: `one`, where all services share a process. */
  processes?: Processes;
  /** The number of copies of each service. Default: one. More need `processes: 'all'`. */
  replicas?: Replicas;
  external?: ExternalServers;
  /** Users of other services on the bus, in addition to `service`. Default: none. */
  others?: readonly OtherUser[];
  /** Restarts, after a growing pause, what ends unexpectedly. */
  revive?: boolean;
  /** How often NATS is asked whether it still works. */
  pulse?: Pulse;
  /** Called after each step of the start. */
  onStep?: (step: { name: string; seconds: number }) => void;
  /** Called with one line for each unexpected event. */
  say?: (line: string) => void;
  /**
   * The folder for files that do not depend on data: a downloaded nats-server, and the bus's rights. Default: `.roster`
   * in the repository.
   */
  cacheDir?: string;
  /** Aborts the start, in order. `stop` ends what is already running. */
  signal?: AbortSignal;
  /** The repository's folder. */
  root?: string;
}

export interface RosterSystem extends Servers, Fleet {
  /** The gateway's address; `urls` has one for each of its replicas. */
  readonly url: string;
  readonly dir: string;
  readonly databases: DatabaseUrls;
  readonly secrets: Secrets;
  /** Stops everything in order: gateways, services, then what they need. May be called again. */
  stop(): Promise<void>;
}

/** Mails contain working links, and logs show who did what. */
const PRIVATE_FOLDERS = ['logs', 'mail'];

const REPOSITORY = resolve(import.meta.dirname, '../../..');

/**
 * Starts a whole Roster and waits until its gateway says that all of it works. If that fails, nothing is left running.
 */
export async function startSystem(options: SystemOptions): Promise<RosterSystem> {
  const dir = resolve(options.dir);
  const port = options.port ?? 3000;
  const undo: (() => Promise<unknown>)[] = [];
  const stop = once(() => inTurn(undo.toReversed()));
  try {
    const giveBack = claimFolder(dir);
    undo.push(async () => giveBack());
    for (const name of PRIVATE_FOLDERS) makePrivate(join(dir, name));
    await stopStrays(join(dir, 'traces'));
    await assertFree(port);
    return await assemble({ ...options, dir, port }, undo, stop);
  } catch (error) {
    await stop();
    throw aboutFolder(dir, error);
  }
}

async function assemble(
  options: SystemOptions & { dir: string; port: number },
  undo: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<RosterSystem> {
  const { dir, port, external = {}, others = [], say = console.log, revive = false } = options;
  const secrets = keptSecrets(dir, others);
  const crew = members(options.replicas ?? {});
  const portOf = await keptPorts(dir, [...SERVER_PORTS, ...crew.flatMap(portNames)]);

  const { postgres, nats, mail } = servers({
    dir,
    cacheDir: options.cacheDir ?? join(REPOSITORY, '.roster'),
    portOf,
    secrets,
    others,
    external,
    revive,
    say,
    pulse: options.pulse,
  });
  for (const server of [postgres, nats, mail]) undo.push(() => server.stop());

  const databases = databasesOn({
    url: postgres.url,
    isShared: external.databaseUrl !== undefined,
    passwords: secrets.databases,
    dir,
    say,
  });
  undo.push(() => databases.release());
  const services = fleet(crew, {
    processes: options.processes ?? 'one',
    root: options.root ?? REPOSITORY,
    dir,
    port,
    portOf,
    addresses: {
      natsUrl: nats.url,
      seeds: external.natsUrl === undefined ? secrets.seeds : (external.natsSeeds ?? {}),
      others,
      databases: databases.urls,
      smtpUrl: mail.smtpUrl,
      smsUrl: external.smsUrl ?? (external.smtpUrl === undefined ? CAUGHT_MESSAGES : undefined),
      mailFrom: external.mailFrom ?? MAIL_FROM,
      publicUrl: options.publicUrl ?? `http://localhost:${port}`,
      ...(options.product && { product: options.product }),
      tokenKey: secrets.tokenKey,
      accessKeys: secrets.accessKeys,
    },
    env: options.env ?? {},
    revive,
    say,
  });
  undo.push(() => services.stop());

  await bringUp(options, { postgres, nats, mail }, databases, services);
  const { urls, service } = services;
  return {
    postgres,
    nats,
    mail,
    services: services.services,
    service,
    urls,
    url: urls[0] ?? '',
    dir,
    databases: databases.urls,
    secrets,
    stop,
  };
}

/**
 * Starts in parallel what does not depend on each other: the services' modules are loaded while their servers start.
 */
async function bringUp(
  options: SystemOptions,
  { postgres, nats, mail }: Servers,
  databases: Databases,
  services: StartableFleet,
): Promise<void> {
  const { databaseUrl, natsUrl, natsSeeds = {}, smtpUrl } = options.external ?? {};
  const step = stepper(options);
  const startDatabases = async () => {
    if (databaseUrl === undefined) await step('Postgres', () => postgres.start());
    await step('Databases and logins', () => databases.prepare());
  };
  const checkBus = async (url: string) => (await import('../nats/users.js')).assertUsers(url, natsSeeds);
  const startServices = async () => {
    await allSettled([
      startDatabases(),
      natsUrl === undefined
        ? step('NATS with JetStream', () => nats.start())
        : step('Users of NATS', () => checkBus(natsUrl)),
    ]);
    await allSettled(services.services.map((each) => step(`Started ${each.name}`, () => each.start())));
  };
  services.prepare();
  await allSettled([smtpUrl === undefined && step('Mail catcher', () => mail.start()), startServices()]);
  const watching = { signal: options.signal, hosts: { smtp: hostOf(mail.smtpUrl), bus: hostOf(nats.url) } };
  await step('Everything is ready', () =>
    allSettled(services.urls.map((url) => untilReady(url, services.watched, watching))),
  );
}

/** For messages: without a login, and empty where it is not a URL. */
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

/** Waits for all before it rejects, so that nothing is still starting when everything is stopped. */
async function allSettled(work: readonly (Promise<unknown> | false)[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/**
 * Runs the steps one after the other. If a step fails, the others still run, and the failure is reported at the end.
 */
async function inTurn(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}
