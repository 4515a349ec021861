import { Transform } from 'class-transformer';
import { Matches } from 'class-validator';

/** Six digits, with the spaces that apps show between them or without. */
export const IsTotpCode = (): PropertyDecorator => (target, property) => {
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.replaceAll(' ', '') : value))(
    target,
    property,
  );
  Matches(/^\d{6}$/, { message: '$property must be six digits' })(target, property as string);
};
