import type { LoggerService } from '@nestjs/common';
import { Bus, RpcClient } from '@roster/client';
import type { BusUser } from '@roster/contracts';
import { loadConfig, type ProcessConfig } from '../config/config.js';
import { startAdminServer } from '../health/admin-server.js';
import { HealthRegistry } from '../health/health.js';
import { Metrics } from '../health/metrics.js';
import { createLogger, type Logger } from '../logs/logger.js';

/** What every service has of its own: settings, a log, the bus, and the operators' endpoint. */
export interface RosterProcess<C extends ProcessConfig> {
  readonly name: BusUser;
  readonly config: C;
  readonly logger: Logger;
  readonly health: HealthRegistry;
  readonly metrics: Metrics;
  readonly bus: Bus;
  readonly rpc: RpcClient;
  /**
   * Nest has one logger for a whole process. Where several services share a process, Nest's messages are logged under
   * the process's name; otherwise the service that started last would appear as the source of all of them. Default:
   * this service's own logger.
   */
  readonly nestLogger?: LoggerService | undefined;
  /** Runs when the service stops. The steps run in reverse order. */
  onStop(step: () => Promise<void>): void;
}

/** Something that starts, and can be stopped even while it starts. */
export interface Running {
  /** Resolves when it is up. Rejects where it cannot start. */
  readonly ready: Promise<void>;
  /** Stops what it has started, in order. Never rejects, and may be called again. */
  stop(): Promise<void>;
}

/** A service, or the gateway. It behaves the same alone in a process and next to others. */
export interface RosterService {
  readonly name: BusUser;
  /** Starts it with these settings only: it never reads the process's environment. */
  start(environment: NodeJS.ProcessEnv, nestLogger?: LoggerService): Running;
}

/** A service with settings, a log and the bus. `begin` adds what is its own. */
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
