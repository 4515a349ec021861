import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

import { LogOutput, STDOUT } from './output.js';

export type { Logger } from 'pino';

/** The injection token of the process's logger. */
export const LOGGER = Symbol('LOGGER');

const WARN = pino.levels.values['warn'];

const SECRETS = ['password', 'token', 'tokenHash', 'authorization', 'cookie', 'secret', 'seed'];
/** Paths of secrets at each level that is logged. Deeper levels are not logged at all. */
const redact = ['', '*.', '*.*.', '*.*.*.'].flatMap((depth) => SECRETS.map((name) => depth + name));

/**
 * An error without its own properties. Those of a failed query contain the statement's parameters, which are personal
 * data.
 */
const describe = (error: unknown): unknown =>
  error instanceof Error
    ? {
        type: error.name,
        message: error.message,
        ...('code' in error ? { code: error.code } : {}),
        stack: error.stack,
        ...(error.cause === undefined ? {} : { cause: describe(error.cause) }),
      }
    : error;

/**
 * Logs JSON lines to standard output. Line breaks in values are escaped, and secrets are replaced. Where a line cannot be
 * written, the process goes on without it.
 */
export const createLogger = (service: string, level: string): Logger =>
  pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: redact, censor: '[secret]' },
      serializers: { err: describe },
    },
    output,
  );

const output = new LogOutput(STDOUT, (lines) => {
  const loss = { level: WARN, time: new Date().toISOString(), lost: lines, msg: 'log lines could not be written' };
  return `${JSON.stringify(loss)}\n`;
});

/** Sends Nest's own messages to the same logger. */
export const nestLogger = (logger: Logger): LoggerService => ({
  log: (message: unknown, context?: string) => logger.debug({ context }, String(message)),
  debug: (message: unknown, context?: string) => logger.debug({ context }, String(message)),
  verbose: (message: unknown, context?: string) => logger.trace({ context }, String(message)),
  warn: (message: unknown, context?: string) => logger.warn({ context }, String(message)),
  error: (message: unknown, ...rest: unknown[]) => logger.error({ context: rest.at(-1) }, String(message)),
  fatal: (message: unknown, ...rest: unknown[]) => logger.fatal({ context: rest.at(-1) }, String(message)),
});
