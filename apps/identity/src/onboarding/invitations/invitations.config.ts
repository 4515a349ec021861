import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

/** How long invitations last. */
export class InvitationsConfig {
  /** Days for which an invitation can be accepted. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(90)
  INVITATION_DAYS = 7;
}
