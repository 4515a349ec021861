import { Whole } from '@roster/service-kit';

/** How long a sign-up waits for its address to be verified. */
export class SignUpsConfig {
  /** Hours for which a new account's address can be verified. */
  @Whole(1, 720)
  EMAIL_VERIFICATION_HOURS = 24;
}
