import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

/** The injection token of the process's logger. */
export const LOGGER = Symbol('LOGGER');

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

/** Logs JSON lines to standard output. Line breaks in values are escaped, and secrets are replaced. */
export const createLogger = (service: string, level: string): Logger =>
  pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: redact, censor: '[secret]' },
    serializers: { err: describe },
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
