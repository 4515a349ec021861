import { ServiceConfig } from '@roster/service-kit';
import { Type } from 'class-transformer';
import { IsInt, Max, Min, ValidateBy } from 'class-validator';
import { isSecretKey } from './tokens/token.js';

const IsSecretKey = () =>
  ValidateBy(
    { name: 'isSecretKey', validator: { validate: isSecretKey } },
    { message: 'must be at least 32 random bytes in base64, such as `openssl rand -base64 32` prints' },
  );

/** What identity reads from its environment. */
export class IdentityConfig extends ServiceConfig {
  /** The key that mailed tokens are derived from. With another key, the links that are out stop working. */
  @IsSecretKey()
  TOKEN_KEY!: string;

  /** Hours after which a session ends, used or not. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(720)
  SESSION_HOURS = 12;

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
}
