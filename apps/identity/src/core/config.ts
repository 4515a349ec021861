import { RECORD_KEEPER } from '@roster/contracts';
import { ServiceConfig } from '@roster/service-kit';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  NotEquals,
  ValidateBy,
  type ValidationArguments,
} from 'class-validator';
import { isThirdParties } from './third-parties.js';
import { isSecretKey } from './tokens/token.js';

const IsSecretKey = () =>
  ValidateBy(
    { name: 'isSecretKey', validator: { validate: isSecretKey } },
    { message: 'must be at least 32 random bytes in base64, such as `openssl rand -base64 32` prints' },
  );

const IsPasswordCost = () =>
  ValidateBy(
    {
      name: 'isPasswordCost',
      validator: {
        validate: (cost, args?: ValidationArguments) => {
          const { NODE_ENV } = (args?.object ?? {}) as Partial<IdentityConfig>;
          return cost === 'recommended' || (cost === 'low' && NODE_ENV === 'test');
        },
      },
    },
    { message: 'must be recommended; low is for tests, where NODE_ENV is test' },
  );

const IsLimit = (): PropertyDecorator => (target, key) => {
  for (const decorate of [Type(() => Number), IsInt(), Min(1), Max(1_000_000)]) decorate(target, key as string);
};

const IsThirdParties = () =>
  ValidateBy(
    { name: 'isThirdParties', validator: { validate: isThirdParties } },
    { message: 'must be a list of third parties in JSON, as the README has it' },
  );

/** What identity reads from its environment. */
export class IdentityConfig extends ServiceConfig {
  /**
   * The key that mailed tokens are derived from and stored secrets are sealed with. With another key, the links that are
   * out stop working, and so do authenticator apps, backup codes and connections to other systems.
   */
  @IsSecretKey()
  TOKEN_KEY!: string;

  /** Where people reach the gateway: passkeys are made for its host, and work from its origin only. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.replace(/\/+$/, '') : value))
  @IsUrl(
    { protocols: ['http', 'https'], require_tld: false, require_protocol: true },
    { message: 'must be a URL such as https://roster.example' },
  )
  PUBLIC_URL!: string;

  /** Node's own word for where this runs. Only `test` unlocks {@link PASSWORD_COST}'s `low`. */
  @IsString()
  NODE_ENV = 'production';

  /** What the hash of a password costs whoever steals it: `recommended`, or in tests `low`, which protects nothing. */
  @IsPasswordCost()
  PASSWORD_COST: 'recommended' | 'low' = 'recommended';

  /** Hours after the last proof of who somebody is after which his session ends, used or not. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(720)
  SESSION_HOURS = 12;

  /** Minutes without a request after which a session ends. */
  @Type(() => Number)
  @IsInt()
  @Min(5)
  @Max(1_440)
  SESSION_IDLE_MINUTES = 60;

  /** Days for which an invitation can be accepted. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(90)
  INVITATION_DAYS = 7;

  /** Hours for which a new account's address can be verified. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(720)
  EMAIL_VERIFICATION_HOURS = 24;

  /** How often within an hour one address may be sent the same kind of mail (S43). */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000)
  MAILS_PER_HOUR = 5;

  /** `false` for load tests only: the doors that anybody can knock at are then unguarded. */
  @IsIn(['true', 'false'])
  RATE_LIMITS = 'true';

  /** Sign-ups a minute from one network address. */
  @IsLimit()
  RATE_LIMIT_SIGN_UPS = 20;

  /** Wrong passwords within a quarter of an hour from one network address, whosever they were to be; an office may share it. */
  @IsLimit()
  RATE_LIMIT_SIGN_INS = 100;

  /**
   * Wrong passwords within a quarter of an hour for one person: from each device of his own so many, and from all others
   * together.
   */
  @IsLimit()
  RATE_LIMIT_SIGN_INS_PER_EMAIL = 10;

  /** Uses of mailed links, and steps of sign-ins, a minute from one device or network address. */
  @IsLimit()
  RATE_LIMIT_TOKENS = 120;

  /** Requests a minute by one member that send mail. */
  @IsLimit()
  RATE_LIMIT_INVITATIONS = 60;

  /**
   * Hosts of identity providers and third parties that may be private, loopback or without https, with commas between
   * them: for development and tests. None unless said (S65).
   */
  @IsString()
  @Matches(/^(?:[\w.:[\]-]+(?:, *[\w.:[\]-]+)*)?$/, { message: 'must be hosts with commas between them' })
  PRIVATE_HOSTS = '';

  /** Name servers to ask for the records of domains, such as `192.0.2.53,192.0.2.54:5353`; the system's unless said. */
  @IsString()
  DNS_SERVERS = '';

  /**
   * Services of the product that keep records of their own, by names with commas between them (`crm,files`): whoever is
   * deleted is gone for good only when each has confirmed that his records are somebody else's. None unless said.
   */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',').filter(Boolean) : value))
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(50)
  @Matches(RECORD_KEEPER, { each: true, message: 'must be names such as crm, with commas between them' })
  @NotEquals('access', { each: true, message: 'has access, which is waited for anyway' })
  RECORD_KEEPERS: string[] = [];

  /** Third parties that people may connect accounts of, as JSON: see the README. None unless said. */
  @IsThirdParties()
  THIRD_PARTIES = '[]';
}
