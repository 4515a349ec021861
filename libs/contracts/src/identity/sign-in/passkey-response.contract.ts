import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDefined,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';

/**
 * A public key credential as browsers say it in JSON: base64url throughout (WebAuthn Level 3, 5.1). Its id has at most 1,023
 * bytes, which are 1,364 letters (4).
 */
export class PasskeyResponse {
  @IsString()
  @MaxLength(1_364)
  id!: string;

  @IsString()
  @MaxLength(1_364)
  rawId!: string;

  @IsIn(['public-key'])
  type!: 'public-key';

  @IsOptional()
  @IsIn(['platform', 'cross-platform'])
  authenticatorAttachment?: 'platform' | 'cross-platform';

  @IsOptional()
  @IsObject()
  clientExtensionResults?: object;
}

export class AttestationResponse {
  @IsString()
  @MaxLength(16_384)
  clientDataJSON!: string;

  @IsString()
  @MaxLength(16_384)
  attestationObject!: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @MaxLength(32, { each: true })
  transports?: string[];
}

/** What `navigator.credentials.create` resolves with, by its `toJSON()`. */
export class PasskeyAttestation extends PasskeyResponse {
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => AttestationResponse)
  response!: AttestationResponse;
}

export class AssertionResponse {
  @IsString()
  @MaxLength(16_384)
  clientDataJSON!: string;

  @IsString()
  @MaxLength(16_384)
  authenticatorData!: string;

  @IsString()
  @MaxLength(16_384)
  signature!: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  userHandle?: string;
}

/** What `navigator.credentials.get` resolves with, by its `toJSON()`. */
export class PasskeyAssertion extends PasskeyResponse {
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => AssertionResponse)
  response!: AssertionResponse;
}
