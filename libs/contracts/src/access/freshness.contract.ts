import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { Digits } from '../core/common.contract.js';
import { IsVersion } from '../core/version.js';
import { errorKind } from '../core/errors.js';

/** The version that `atLeast` asks for has not arrived here yet. */
export const checkStale = errorKind('check.stale', 503, 'The answer would be older than you asked for');

/** The version that an answer must have at least. Over HTTP the gateway reads it from the header `Roster-At-Least`. */
export class Freshness {
  /** Answer from this version of the account or a later one. */
  @IsOptional()
  @IsVersion()
  atLeast?: number;
}

/** A page of a list that access keeps: what `PageQuery` takes, and the version. */
export class FreshPageQuery extends Freshness {
  /** Rows in a page: 1 to 200, 50 unless said. */
  @IsOptional()
  @Digits()
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(1_500)
  cursor?: string;
}
