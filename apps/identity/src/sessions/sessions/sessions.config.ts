import { Whole } from '@roster/service-kit';

/** How long sessions last, in accounts that do not say it themselves. */
export class SessionsConfig {
  /** A session ends this many hours after its person last proved who they are, whether it is used or not. */
  @Whole(1, 720)
  SESSION_HOURS = 12;

  /** Minutes without a request after which a session ends. */
  @Whole(5, 1_440)
  SESSION_IDLE_MINUTES = 60;
}
