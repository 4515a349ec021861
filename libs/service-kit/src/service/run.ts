import type { LoggerService } from '@nestjs/common';
import { isLogLevel } from '../config/config.js';
import { createLogger, nestLogger } from '../logs/logger.js';
import { LogOutput, STDERR, survivesLostOutput } from '../logs/output.js';
import type { RosterService, Running } from './process.js';

/** Milliseconds that the program that started us has to receive the reason why we end. */
const LAST_WORDS = 1_000;

/** Runs one service as this process, with the settings of the environment. */
export const runService = (service: RosterService): Promise<void> =>
  runProcess(service.name, (nest) => service.start(process.env, nest));

/**
 * Runs what `start` starts as this process. SIGTERM, SIGINT and the end of the program that started it stop it in
 * order, with exit code 0. Where it cannot start, or an error is not caught, it logs the reason and ends with exit code
 * 1. A log that cannot be written ends nothing.
 */
export async function runProcess(name: string, start: (nest: LoggerService) => Running): Promise<void> {
  survivesLostOutput();
  const { LOG_LEVEL = '' } = process.env;
  const logger = createLogger(name, isLogLevel(LOG_LEVEL) ? LOG_LEVEL : 'info');
  process.on('unhandledRejection', (err) => logger.error({ err }, 'unhandled rejection'));
  process.on('uncaughtException', (err) => {
    logger.fatal({ err }, 'an error that nobody caught');
    fail(`${err.name}: ${err.message}`);
  });
  const running = start(nestLogger(logger));
  let stopping = false;
  const stop = () => {
    stopping = true;
    void running.stop().then(() => process.exit(0));
  };
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(event, stop);
  try {
    await running.ready;
    if (process.connected) process.send?.({ ready: true });
  } catch (error) {
    if (!stopping) fail(error instanceof Error ? error.message : String(error));
  }
}

/** Writes the reason to the log, and sends it to the local runner if that started us, which shows it to people. */
function fail(reason: string): void {
  new LogOutput(STDERR, () => '').write(`${reason}\n`);
  const end = () => process.exit(1);
  if (!process.send || !process.connected) return end();
  setTimeout(end, LAST_WORDS);
  process.send({ reason }, end);
}
