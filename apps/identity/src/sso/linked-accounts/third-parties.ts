import { plainToInstance } from 'class-transformer';
import {
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  validateSync,
} from 'class-validator';

const IsEndpoint = (): PropertyDecorator => (target, key) => {
  const options = { protocols: ['https', 'http'], require_tld: false, require_protocol: true };
  for (const decorate of [IsOptional(), IsUrl(options)]) decorate(target, key as string);
};

/** A third party whose accounts people may connect: one entry of `THIRD_PARTIES`. */
export class ThirdParty {
  /** Its name in paths. */
  @Matches(/^[a-z0-9-]{1,40}$/)
  id!: string;

  @IsString()
  @IsNotEmpty()
  name!: string;

  /** Used to discover its endpoints. If the endpoints are given, it is only compared with the issuer in its answers. */
  @IsUrl({ protocols: ['https', 'http'], require_tld: false, require_protocol: true })
  issuer!: string;

  /** Both endpoints, for third parties without discovery (OpenID Connect Discovery 1.0). */
  @IsEndpoint()
  authorizationEndpoint?: string;

  @IsEndpoint()
  tokenEndpoint?: string;

  @IsEndpoint()
  revocationEndpoint?: string;

  @IsString()
  @IsNotEmpty()
  clientId!: string;

  @IsString()
  @IsNotEmpty()
  clientSecret!: string;

  /** The scopes that people may be asked for. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsString({ each: true })
  scopes!: string[];
}

/** Throws with what is wrong if the text is not a list of third parties. */
export function readThirdParties(text: string): ThirdParty[] {
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list)) throw new Error('must be a list');
  const parties = list.map((one) => plainToInstance(ThirdParty, one as object));
  for (const party of parties) {
    const [error] = validateSync(party, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
    if (error) throw new Error(Object.values(error.constraints ?? {}).join(', '));
    if ((party.authorizationEndpoint === undefined) !== (party.tokenEndpoint === undefined)) {
      throw new Error('authorizationEndpoint and tokenEndpoint must be given together');
    }
  }
  if (new Set(parties.map(({ id }) => id)).size !== parties.length) throw new Error('each id must be unique');
  return parties;
}

export function isThirdParties(value: unknown): boolean {
  try {
    readThirdParties(String(value));
    return true;
  } catch {
    return false;
  }
}
