import { setTimeout as delay } from 'node:timers/promises';
import {
  AuthorizationError,
  connect,
  nkeyAuthenticator,
  nkeys,
  type ConnectionOptions,
  type NatsConnection,
  type Status,
} from '@nats-io/transport-node';
import type { BusUser } from '@roster/contracts';
import { inboxPrefix, isNamedKind } from '@roster/contracts/bus-names';
import type { Logger } from './logger.js';

export interface BusOptions {
  /** One address or several, separated by commas. */
  readonly servers: string;
  readonly caller: BusUser;
  /** The user's name, for a user of another service that has one (`crm`), such as a keeper. */
  readonly name?: string;
  readonly nkeySeed?: string;
  readonly logger: Logger;
  /** Milliseconds for which the first connection is retried. Default: 30,000. */
  readonly patience?: number;
}

const RETRY_AFTER = 250;
const DRAIN_WITHIN = 5_000;

/** The NATS connection of a process. It reconnects forever; `connected` says whether it is up now. */
export class Bus {
  private up = true;
  private draining: Promise<void> | undefined;
  private readonly disconnectListeners = new Set<() => void>();
  private readonly reconnectListeners = new Set<() => void>();

  private constructor(
    readonly caller: BusUser,
    readonly name: string | undefined,
    readonly connection: NatsConnection,
    readonly logger: Logger,
  ) {
    void this.follow();
  }

  /**
   * Connects, and waits for the server, since services may start before it. Rejects with one error when `patience` is
   * over. Where the server refuses the user it rejects at once: waiting would not help, and would look as if the server
   * were down.
   */
  static async connect(options: BusOptions): Promise<Bus> {
    const { caller, name, logger, patience = 30_000 } = options;
    const servers = withoutLogin(options.servers);
    assertName(options);
    assertSeed(options.nkeySeed);
    const giveUpAt = Date.now() + patience;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const connection = await connect(connectionOptions(options, Math.max(giveUpAt - Date.now(), 1)));
        return new Bus(caller, name, connection, logger);
      } catch (cause) {
        if (cause instanceof AuthorizationError) throw refused(options, servers, cause);
        if (Date.now() + RETRY_AFTER >= giveUpAt) {
          throw new Error(`No connection to the bus at ${servers} within ${patience / 1_000} s`, { cause });
        }
        if (attempt === 1) logger.warn({ err: cause, servers }, 'The bus does not answer yet; trying again');
        await delay(RETRY_AFTER);
      }
    }
  }

  /** The prefix of subjects for answers to this user. Nobody else may subscribe there. */
  get inboxPrefix(): string {
    return inboxPrefix(this.caller, this.name);
  }

  get connected(): boolean {
    return this.up;
  }

  /** Calls the listener each time the connection is lost. Returns a function that removes it. */
  onDisconnect(listener: () => void): () => void {
    return subscribe(this.disconnectListeners, listener);
  }

  onReconnect(listener: () => void): () => void {
    return subscribe(this.reconnectListeners, listener);
  }

  /** Waits for work that needs the server's answer, but only while there is a connection. Rejects as the work does. */
  async whileConnected(work: Promise<unknown>): Promise<void> {
    if (!this.up) return;
    let forget: (() => void) | undefined;
    const lost = new Promise<void>((resolve) => (forget = this.onDisconnect(resolve)));
    await Promise.race([work, lost]).finally(forget);
  }

  /** Sends what is pending and closes. Never rejects, and takes 5 s at most; without a connection it takes no time. */
  drain(): Promise<void> {
    return (this.draining ??= this.shutDown());
  }

  private async shutDown(): Promise<void> {
    if (this.connection.isClosed()) return;
    try {
      if (this.up) {
        const drained = this.whileConnected(this.connection.drain());
        await Promise.race([drained, delay(DRAIN_WITHIN, undefined, { ref: false })]);
      }
    } catch (err) {
      this.logger.debug({ err }, 'The bus connection was lost while draining');
    } finally {
      await this.connection.close();
    }
  }

  private async follow(): Promise<void> {
    for await (const status of this.connection.status()) this.take(status);
    const reason = await this.connection.closed();
    if (reason) this.logger.fatal({ err: reason }, 'The bus connection is closed for good');
  }

  private take(status: Status): void {
    switch (status.type) {
      case 'disconnect':
        this.logger.warn({ server: status.server }, 'The bus connection is lost; reconnecting');
        this.goDown();
        break;
      case 'reconnect':
        this.logger.info({ server: status.server }, 'The bus connection is back');
        this.up = true;
        this.tell(this.reconnectListeners);
        break;
      case 'close':
        this.goDown();
        break;
      case 'error':
        // The server also reports subjects here that this bus user has no right to. That is a fault of the deployment,
        // and no reason to crash.
        this.logger.error({ err: status.error }, 'The bus refused an operation');
        break;
      case 'slowConsumer':
      case 'staleConnection':
      case 'ldm':
        this.logger.warn({ status: status.type }, 'The bus connection is in trouble');
        break;
    }
  }

  private goDown(): void {
    if (!this.up) return;
    this.up = false;
    this.tell(this.disconnectListeners);
  }

  private tell(listeners: Set<() => void>): void {
    for (const listener of listeners) {
      try {
        listener();
      } catch (err) {
        this.logger.error({ err }, 'A listener to the bus connection failed');
      }
    }
  }
}

function assertName({ caller, name }: BusOptions): void {
  if (name === undefined && isNamedKind(caller))
    throw new Error(`A ${caller} needs a name on the bus, and none is given`);
}

function assertSeed(nkeySeed: string | undefined): void {
  try {
    if (nkeySeed) nkeys.fromSeed(new TextEncoder().encode(nkeySeed));
  } catch (cause) {
    throw new Error('NATS_NKEY_SEED is not an nkey seed: it must start with SU', { cause });
  }
}

function refused({ caller, name = caller, nkeySeed }: BusOptions, servers: string, cause: Error): Error {
  const why = nkeySeed ? 'is of no user that it knows' : 'is missing';
  return new Error(`The bus at ${servers} refuses ${name}: its nkey seed (NATS_NKEY_SEED) ${why}`, { cause });
}

/** Removes the login, for messages and logs. */
const withoutLogin = (servers: string) => servers.replaceAll(/\/\/[^@/,]*@/g, '//');

function connectionOptions(options: BusOptions, timeLeft: number): ConnectionOptions {
  const { servers, caller, name, nkeySeed } = options;
  return {
    servers: servers.split(',').map((server) => server.trim()),
    name: name ?? caller,
    inboxPrefix: inboxPrefix(caller, name),
    // Otherwise each request captures a stack trace, which costs a third of the throughput.
    noAsyncTraces: true,
    timeout: Math.min(timeLeft, 5_000),
    maxReconnectAttempts: -1,
    reconnectTimeWait: RETRY_AFTER,
    reconnectJitter: 50,
    reconnectJitterTLS: 50,
    // Without this, a server that restarts with other users would end the service for good.
    ignoreAuthErrorAbort: true,
    // Gives up a server that hangs after three pings.
    pingInterval: 5_000,
    maxPingOut: 2,
    ...(nkeySeed ? { authenticator: nkeyAuthenticator(new TextEncoder().encode(nkeySeed)) } : {}),
  };
}

function subscribe(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
