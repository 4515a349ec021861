import { QueryFailedError } from 'typeorm';

const UNIQUE_VIOLATION = '23505';

/** Somebody else was faster with a row that can be there once only. */
export const isTaken = (error: unknown): boolean =>
  error instanceof QueryFailedError && 'code' in error.driverError && error.driverError.code === UNIQUE_VIOLATION;
