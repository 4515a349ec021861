import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsNotEmpty, IsObject, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { rpc } from '../core/contract.js';
import { checkStale, Freshness } from './check.contract.js';

const properties = { type: 'object', additionalProperties: true } as const;

export class AuthzenEntity {
  @IsString()
  @IsNotEmpty()
  @MaxLength(320)
  type!: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(320)
  id!: string;

  @IsOptional()
  @IsObject()
  @ApiPropertyOptional(properties)
  properties?: Record<string, unknown>;
}

export class AuthzenAction {
  @IsString()
  @IsNotEmpty()
  @MaxLength(320)
  name!: string;

  @IsOptional()
  @IsObject()
  @ApiPropertyOptional(properties)
  properties?: Record<string, unknown>;
}

/** AuthZEN 1.0, access evaluation: `member` or `user` may do the action of the feature that the resource's type names. */
export class AuthzenEvaluation extends Freshness {
  @IsNotEmpty()
  @ValidateNested()
  @Type(() => AuthzenEntity)
  subject!: AuthzenEntity;

  @IsNotEmpty()
  @ValidateNested()
  @Type(() => AuthzenEntity)
  resource!: AuthzenEntity;

  @IsNotEmpty()
  @ValidateNested()
  @Type(() => AuthzenAction)
  action!: AuthzenAction;

  @IsOptional()
  @IsObject()
  @ApiPropertyOptional(properties)
  context?: Record<string, unknown>;
}

export class AuthzenDecision {
  decision!: boolean;
  /** `reason` and `version` of the decision. */
  @ApiPropertyOptional(properties)
  context?: Record<string, unknown>;
}

export const evaluateAuthzen = rpc({
  context: 'access',
  noun: 'authzen',
  verb: 'evaluate',
  permission: { open: 'self' },
  input: AuthzenEvaluation,
  output: AuthzenDecision,
  errors: [checkStale],
  callers: ['gateway'],
});
