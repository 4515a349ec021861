import { IsISO8601, IsRFC3339, MaxLength } from 'class-validator';

/** Decorators of an instant: RFC 3339, of a date that exists. */
export const IsInstant = (): PropertyDecorator => (target, key) => {
  const message = '$property must be a time such as 2026-01-31T12:00:00Z';
  IsRFC3339({ message })(target, key);
  IsISO8601({ strict: true }, { message })(target, key);
  MaxLength(40, { message })(target, key);
};
