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

  /** The public URL of the gateway. Passkeys are made for its host and work only from its origin. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.replace(/\/+$/, '') : value))
  @IsUrl(
    { protocols: ['http', 'https'], require_tld: false, require_protocol: true },
    { message: 'must be a URL such as https://roster.example' },
  )
  PUBLIC_URL!: string;

  /** Node's own setting. Only `test` allows `low` for {@link PASSWORD_COST}. */
  @IsString()
  NODE_ENV = 'production';

  /** The cost of a password hash: `recommended`, or `low`, which tests use and which protects nothing. */
  @IsPasswordCost()
  PASSWORD_COST: 'recommended' | 'low' = 'recommended';

  /** A session ends this many hours after its person last proved who they are, whether it is used or not. */
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

  /** How many mails of the same kind one address may be sent within an hour (S43). */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000)
  MAILS_PER_HOUR = 5;

  /** `false` switches the rate limits off, for load tests only: the public endpoints are then unprotected. */
  @IsIn(['true', 'false'])
  RATE_LIMITS = 'true';

  /** Sign-ups a minute from one network address. */
  @IsLimit()
  RATE_LIMIT_SIGN_UPS = 20;

  /**
   * Wrong passwords per quarter of an hour from one network address, for any person. A whole office may share the
   * address.
   */
  @IsLimit()
  RATE_LIMIT_SIGN_INS = 100;

  /**
   * Wrong passwords per quarter of an hour for one person. Each device that the person has signed in on has this
   * allowance to itself; all other devices share one.
   */
  @IsLimit()
  RATE_LIMIT_SIGN_INS_PER_EMAIL = 10;

  /** Uses of mailed links and sign-in steps per minute from one device or network address. */
  @IsLimit()
  RATE_LIMIT_TOKENS = 120;

  /** Requests per minute by one member that send mail. */
  @IsLimit()
  RATE_LIMIT_INVITATIONS = 60;

  /**
   * Hosts of identity providers and third parties that may be private, loopback or without https, separated by commas.
   * For development and tests; empty by default (S65).
   */
  @IsString()
  @Matches(/^(?:[\w.:[\]-]+(?:, *[\w.:[\]-]+)*)?$/, { message: 'must be hosts separated by commas' })
  PRIVATE_HOSTS = '';

  /** Name servers that are asked for domain records, such as `192.0.2.53,192.0.2.54:5353`. Default: the system's. */
  @IsString()
  DNS_SERVERS = '';

  /**
   * Services of the product that keep records of their own, as names separated by commas (`crm,files`). A deletion is
   * complete only when each of them has confirmed that the member owns no records there any more. Empty by default.
   */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',').filter(Boolean) : value))
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(50)
  @Matches(RECORD_KEEPER, { each: true, message: 'must be names such as crm, separated by commas' })
  @NotEquals('access', { each: true, message: 'must not contain access, which always has to confirm' })
  RECORD_KEEPERS: string[] = [];

  /** Third parties whose accounts people may connect, as JSON (see the README). Empty by default. */
  @IsThirdParties()
  THIRD_PARTIES = '[]';
}
