import { ServiceConfig } from '@roster/service-kit';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

export class BillingConfig extends ServiceConfig {
  /** Seconds that a reserved seat may wait before identity is asked whether what it was reserved for exists. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(86_400)
  SEAT_CONFIRM_AFTER_SECONDS = 60;

  /** Seconds between two checks for such seats. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(3_600)
  SEAT_CONFIRM_EVERY_SECONDS = 10;
}
