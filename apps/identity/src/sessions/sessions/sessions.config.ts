import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

/** How long sessions last, in accounts that do not say it themselves. */
export class SessionsConfig {
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
}
