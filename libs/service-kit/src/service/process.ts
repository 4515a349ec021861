import { Bus, RpcClient } from '@roster/client';
import type { Caller } from '@roster/contracts';
import { ConfigError, loadConfig, type ProcessConfig } from '../config/config.js';
import { startAdminServer } from '../health/admin-server.js';
import { HealthRegistry } from '../health/health.js';
import { Metrics } from '../health/metrics.js';
import { createLogger, type Logger } from '../logs/logger.js';

/** What every process of ours has: its settings, its log, the bus, and the operators' door. */
export interface RosterProcess<C extends ProcessConfig> {
  readonly name: Caller;
  readonly config: C;
  readonly logger: Logger;
  readonly health: HealthRegistry;
  readonly metrics: Metrics;
  readonly bus: Bus;
  readonly rpc: RpcClient;
  /** Runs at SIGTERM, at SIGINT and when the local runner goes away; the steps run in the reverse of their order here. */
  onStop(step: () => Promise<void>): void;
}

/**
 * Starts a process: settings, log, bus, then `start`, which adds what is its own. A failure before it is up ends the
 * process with one message and exit code 1.
 */
export async function runProcess<C extends ProcessConfig>(
  name: Caller,
  schema: new () => C,
  start: (process: RosterProcess<C>) => Promise<void>,
): Promise<void> {
  const steps: (() => Promise<void>)[] = [];
  const config = readConfig(schema);
  const logger = createLogger(name, config.LOG_LEVEL);
  const stop = stopOnce(logger, steps);
  process.on('unhandledRejection', (err) => logger.error({ err }, 'unhandled rejection'));
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
  try {
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
    const own: RosterProcess<C> = {
      name,
      config,
      logger,
      health,
      metrics,
      bus,
      rpc,
      onStop: (step) => steps.push(step),
    };
    const admin = await startAdminServer({ host: config.ADMIN_HOST, port: config.ADMIN_PORT, health, metrics });
    steps.push(() => admin.close());
    await start(own);
    logger.info({ adminPort: admin.port }, 'started');
  } catch (err) {
    logger.fatal({ err }, 'could not start');
    process.stderr.write(`${name} could not start: ${err instanceof Error ? err.message : String(err)}\n`);
    process.exit(1);
  }
}

function readConfig<C extends ProcessConfig>(schema: new () => C): C {
  try {
    return loadConfig(schema, process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

function stopOnce(logger: Logger, steps: (() => Promise<void>)[]): () => void {
  let stopping = false;
  return () => {
    if (stopping) return;
    stopping = true;
    void (async () => {
      logger.info('stopping');
      for (const step of steps.toReversed()) {
        await step().catch((err: unknown) => logger.error({ err }, 'a step of stopping failed'));
      }
      logger.info('stopped');
      process.exit(0);
    })();
  };
}
