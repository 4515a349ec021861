import { ServiceConfig, Whole } from '@roster/service-kit';

export class BillingConfig extends ServiceConfig {
  /** Seconds that a reserved seat may wait before identity is asked whether what it was reserved for exists. */
  @Whole(1, 86_400)
  SEAT_CONFIRM_AFTER_SECONDS = 60;

  /** Seconds between two checks for such seats. */
  @Whole(1, 3_600)
  SEAT_CONFIRM_EVERY_SECONDS = 10;

  /** Seconds between two looks for periods that begin. */
  @Whole(1, 86_400)
  RENEWAL_EVERY_SECONDS = 60;
}
