import { Transform, Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min, MinLength } from 'class-validator';

/** Nothing to say: an input without members, or an answer that the gateway turns into 204. */
export class Nothing {}

/** What a list takes: how many rows, and where the page before ended. */
export class PageQuery {
  /** Rows in a page: 1 to 200, 50 unless said. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;
}

export const DEFAULT_PAGE_SIZE = 50;

/** A mailed token, as it stands in the link's fragment. */
export class TokenInput {
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  token!: string;
}

/** Decorators of an id: a UUID. */
export const IsId = (options: { each?: boolean } = {}) =>
  IsUUID('all', { each: options.each ?? false, message: '$property must be an id' });

/** A query parameter that may stand once or several times: always a list for who reads it. */
export const Repeatable = () =>
  Transform(({ value }: { value: unknown }) => (value === undefined || Array.isArray(value) ? value : [value]));
