import { Whole } from '@roster/service-kit';
import { IsIn } from 'class-validator';

const IsLimit = (): PropertyDecorator => Whole(1, 1_000_000);

/** How often something may be done. */
export class LimitsConfig {
  /** How many mails of the same kind one address may be sent within an hour (S43). */
  @Whole(1, 1_000)
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
}
