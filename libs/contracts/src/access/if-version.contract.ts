import { Type } from 'class-transformer';
import { IsOptional } from 'class-validator';
import { IsVersion } from '../core/version.js';
import { errorKind } from '../core/errors.js';

/** `details`: the account's present `version`. */
export const versionChanged = errorKind('version.changed', 409, 'The account has changed since');

/** What every change of authorization takes besides. */
export class IfVersion {
  /** Only where the account still has this version, such as that of a preview. */
  @IsOptional()
  @Type(() => Number)
  @IsVersion()
  ifVersion?: number;
}
