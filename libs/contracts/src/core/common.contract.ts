import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min, MinLength } from 'class-validator';

/** An input without members, or an answer without any, which the gateway turns into 204. */
export class Nothing {}

/**
 * A number that may come as a text, as queries have it: in decimal digits. Any other text stays one, for the member's own
 * rule to refuse: `Number` would read `0x10`, `1e2` and an empty text too.
 */
export const Digits = () =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value,
  );

/** What every list takes: how many rows, and where the last page ended. */
export class PageQuery {
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

export const DEFAULT_PAGE_SIZE = 50;

/** A mailed token, as it is in the link's fragment. */
export class TokenInput {
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  token!: string;
}

/** Decorators of an id: a UUID, made lower case, so that one thing has one id. */
export const IsId = ({ each = false }: { each?: boolean } = {}): PropertyDecorator => {
  const decorators = [
    Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(lowerCase) : lowerCase(value))),
    IsUUID('all', { each, message: '$property must be an id' }),
  ];
  return (target, property) => decorators.forEach((decorate) => decorate(target, property as string));
};

const lowerCase = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);

/** A query parameter that may be given once or several times; the handler always gets a list. */
export const Repeatable = () =>
  Transform(({ value }: { value: unknown }) => (value === undefined || Array.isArray(value) ? value : [value]));
