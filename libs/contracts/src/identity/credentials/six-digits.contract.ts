import { Transform } from 'class-transformer';
import { Matches } from 'class-validator';
import { foldCode } from '../../core/fold-code.js';

/** Six digits, of an app or a message, as people type them: see {@link foldCode}. */
export const IsSixDigits = (): PropertyDecorator => (target, property) => {
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && value.length <= 100 ? foldCode(value) : value,
  )(target, property);
  Matches(/^\d{6}$/, { message: '$property must be six digits' })(target, property as string);
};
