import { Transform } from 'class-transformer';
import { ValidateBy } from 'class-validator';

/** A time zone by its name in IANA's database. Offsets such as `+02:00` are refused: places change theirs twice a year. */
const NAME = /^[a-z][\w+/-]*$/i;

/** The time zone in the one spelling that `Intl` has for it: `europe/vienna` → `Europe/Vienna`; undefined if it has none. */
function canonicalTimeZone(name: unknown): string | undefined {
  if (typeof name !== 'string' || !NAME.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** A time zone, kept in its one spelling, so that the same zone is never two. */
export const IsTimeZoneName = (): PropertyDecorator => (target, property) => {
  Transform(({ value }: { value: unknown }) => canonicalTimeZone(value) ?? value)(target, property);
  const validate = (value: unknown) => canonicalTimeZone(value) !== undefined;
  const message = '$property must be a time zone such as Europe/Vienna';
  ValidateBy({ name: 'isTimeZoneName', validator: { validate, defaultMessage: () => message } })(
    target,
    property as string,
  );
};
