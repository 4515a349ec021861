import { IsInt, IsOptional, Min } from 'class-validator';
import { errorKind } from '../core/errors.js';

/** The state that `atLeast` asks for is not here yet. */
export const checkStale = errorKind('check.stale', 503, 'The answer would be older than you asked for');

/** What a read may ask for besides; over HTTP it is the header `Roster-At-Least`. */
export class Freshness {
  /** Answer from this version of the account or a later one. */
  @IsOptional()
  @IsInt()
  @Min(0)
  atLeast?: number;
}
