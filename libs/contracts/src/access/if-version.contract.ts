import { Type } from 'class-transformer';
import { IsInt, IsOptional, Min } from 'class-validator';
import { errorKind } from '../core/errors.js';

/** `details`: the account's present `version`. */
export const versionChanged = errorKind('version.changed', 409, 'The account has changed since');

/** What every change of authorization takes besides. */
export class IfVersion {
  /** Only where the account still has this version, such as that of a preview. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  ifVersion?: number;
}
