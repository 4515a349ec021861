import { IsOptional } from 'class-validator';
import { Digits } from '../core/common.contract.js';
import { IsVersion } from '../core/version.js';
import { errorKind } from '../core/errors.js';

/** `details`: the account's present `version`. */
export const versionChanged = errorKind('version.changed', 409, 'The account has changed since');

/** What every change of authorization takes besides. */
export class IfVersion {
  /** Only where the account still has this version, such as that of a preview. */
  @IsOptional()
  @Digits()
  @IsVersion()
  ifVersion?: number;
}
