import type { LoggerService } from '@nestjs/common';
import { Bus, RpcClient } from '@roster/client';
import type { BusUser } from '@roster/contracts';
import { loadConfig, type ProcessConfig } from '../config/config.js';
import { startAdminServer } from '../health/admin-server.js';
import { HealthRegistry } from '../health/health.js';
import { Metrics } from '../health/metrics.js';
import { createLogger, type Logger } from '../logs/logger.js';

/** What every service of ours has for its own: its settings, its log, the bus, and the operators' endpoint. */
export interface RosterProcess<C extends ProcessConfig> {
  readonly name: BusUser;
  readonly config: C;
  readonly logger: Logger;
  readonly health: HealthRegistry;
  readonly metrics: Metrics;
  readonly bus: Bus;
  readonly rpc: RpcClient;
  /**
   * Nest has one logger for a whole process. Where several services share it, what Nest says is signed by the process:
   * the service that started last would sign for all of them. Absent: this service's own logger serves.
   */
  readonly nestLogger?: LoggerService | undefined;
  /** Runs when the service is to end; the steps run in the reverse of their order here. */
  onStop(step: () => Promise<void>): void;
}

/** What starts and can be stopped, also while it starts. */
export interface Running {
  /** Resolves when it is up; rejects where it cannot be. */
  readonly ready: Promise<void>;
  /** Ends in order what it has begun; never rejects, and may be called again. */
  stop(): Promise<void>;
}

/** One service, or the gateway: the same alone in a process as beside the others. */
export interface RosterService {
  readonly name: BusUser;
  /** Starts it with these settings and no others: it never looks at the process's environment. */
  start(environment: NodeJS.ProcessEnv, nestLogger?: LoggerService): Running;
}

/** A service that has settings, log and bus, then does `begin`, which adds what is its own. */
export const rosterService = <C extends ProcessConfig>(
  name: BusUser,
  schema: new () => C,
  begin: (own: RosterProcess<C>) => Promise<void>,
): RosterService => ({
  name,
  start(environment, nestLogger) {
    const steps: (() => Promise<void>)[] = [];
    let logger: Logger | undefined;
    let stopped: Promise<void> | undefined;
    const open = async () => {
      const config = loadConfig(schema, environment);
      logger = createLogger(name, config.LOG_LEVEL);
      await openProcess({ name, config, logger, nestLogger, steps, begin });
    };
    const ready = open().catch((cause: unknown) => {
      logger?.fatal({ err: cause }, 'could not start');
      throw new Error(`${name} could not start: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    });
    return { ready, stop: () => (stopped ??= stop(logger, steps)) };
  },
});

async function openProcess<C extends ProcessConfig>(parts: {
  name: BusUser;
  config: C;
  logger: Logger;
  nestLogger: LoggerService | undefined;
  steps: (() => Promise<void>)[];
  begin: (own: RosterProcess<C>) => Promise<void>;
}): Promise<void> {
  const { name, config, logger, nestLogger, steps, begin } = parts;
  const health = new HealthRegistry();
  const metrics = new Metrics(name);
  const seed = config.NATS_NKEY_SEED;
  const bus = await Bus.connect({
    servers: config.NATS_URL,
    caller: name,
    logger,
    ...(seed ? { nkeySeed: seed } : {}),
  });
  steps.push(() => bus.drain());
  const rpc = new RpcClient(bus, { observe: metrics.observeCalled });
  health.register('bus', async () => {
    if (!bus.connected) throw new Error('not connected');
  });
  const admin = await startAdminServer({ host: config.ADMIN_HOST, port: config.ADMIN_PORT, health, metrics });
  steps.push(() => admin.close());
  await begin({
    name,
    config,
    logger,
    health,
    metrics,
    bus,
    rpc,
    nestLogger,
    onStop: (step) => steps.push(step),
  });
  logger.info({ adminPort: admin.port }, 'started');
}

async function stop(logger: Logger | undefined, steps: readonly (() => Promise<void>)[]): Promise<void> {
  logger?.info('stopping');
  for (const step of steps.toReversed()) {
    await step().catch((err: unknown) => logger?.error({ err }, 'a step of stopping failed'));
  }
  logger?.info('stopped');
}
