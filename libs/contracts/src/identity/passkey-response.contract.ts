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

const BASE64URL = 16_384;
/** A credential's id is at most 1,023 bytes long (WebAuthn, 4). */
const CREDENTIAL_ID = 1_364;

/** A public key credential as browsers say it in JSON: base64url throughout (WebAuthn Level 3, 5.1). */
class PasskeyResponse {
  @IsString()
  @MaxLength(CREDENTIAL_ID)
  id!: string;

  @IsString()
  @MaxLength(CREDENTIAL_ID)
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
  @MaxLength(BASE64URL)
  clientDataJSON!: string;

  @IsString()
  @MaxLength(BASE64URL)
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
  @MaxLength(BASE64URL)
  clientDataJSON!: string;

  @IsString()
  @MaxLength(BASE64URL)
  authenticatorData!: string;

  @IsString()
  @MaxLength(BASE64URL)
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
