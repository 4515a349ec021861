import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

/** How long a sign-up waits for its address to be verified. */
export class SignUpsConfig {
  /** Hours for which a new account's address can be verified. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(720)
  EMAIL_VERIFICATION_HOURS = 24;
}
