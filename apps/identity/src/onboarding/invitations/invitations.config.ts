import { Whole } from '@roster/service-kit';

/** How long invitations last. */
export class InvitationsConfig {
  /** Days for which an invitation can be accepted. */
  @Whole(1, 90)
  INVITATION_DAYS = 7;
}
