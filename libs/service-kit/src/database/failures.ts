import { QueryFailedError, QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';

/**
 * SQLSTATE: serialization_failure, deadlock_detected. Postgres rolled back, and the whole transaction can be retried.
 */
const RETRYABLE = new Set(['40001', '40P01']);

/**
 * SQLSTATE classes and codes that are caused by the server or its load, not by the statement: connection exceptions,
 * insufficient resources, shutdown and start, and the timeouts of `dataSource`.
 */
const UNAVAILABLE = /^(08...|53...|57P0[1-5]|57014|55P03|25P03)$/;

const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** Errors without a code in pg. */
const LOST_CONNECTION =
  /^(timeout exceeded when trying to connect|timeout expired|connection terminated|client has encountered a connection error|client was closed|driver not connected|cannot use a pool after calling end)/i;

/** SQLSTATE cannot_connect_now: the server is running, but does not accept connections yet, or no longer. */
export const isStarting = (error: unknown): boolean => codeOf(error) === '57P03';

/** Whether the transaction lost against another one, through no fault of its own. */
export const isRetryable = (error: unknown): boolean => RETRYABLE.has(codeOf(error));

/**
 * Whether the database is down, starting, full or too slow: the same work may succeed later. TypeORM releases a
 * connection that is cut in the middle of a transaction, and then the next statement fails with that error only.
 */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof QueryRunnerAlreadyReleasedError) return true;
  if (error instanceof QueryRunnerProviderAlreadyReleasedError) return true;
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  const code = codeOf(error);
  if (UNAVAILABLE.test(code) || NETWORK.has(code)) return true;
  return code === '' && error instanceof Error && LOST_CONNECTION.test(messageOf(error));
}

function codeOf(error: unknown): string {
  const cause = error instanceof QueryFailedError ? error.driverError : error;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
}

const messageOf = (error: Error): string =>
  error instanceof QueryFailedError ? error.driverError.message : error.message;
