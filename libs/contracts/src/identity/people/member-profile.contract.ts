import { IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator';
import { privilegeAboveOwn } from '../../access/role.contract.js';
import { IsId } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { IsName } from '../../core/name.js';
import { MailSender } from '../mail.contract.js';
import { MemberId, memberNotFound, MemberRow } from './member.contract.js';
import { IsPersonName } from './user.contract.js';
import { IsTimeZoneName } from './time-zone.contract.js';

type Blankable = 'emailFromName' | 'replyTo' | 'timeZone';

const OrNull = (name: Blankable) =>
  ValidateIf((edit: Partial<Record<Blankable, unknown>>) => edit[name] !== undefined && edit[name] !== null);

/** What a member's profile says besides their address. What is left out stays as it is; null empties a field. */
export class EditProfile {
  @IsOptional()
  @IsPersonName()
  firstName?: string;

  @IsOptional()
  @IsPersonName()
  lastName?: string;

  /** The sender's name in mails that the member sends (ID-14). */
  @OrNull('emailFromName')
  @IsName(120)
  emailFromName?: string | null;

  /** Where answers to them go (ID-15). */
  @OrNull('replyTo')
  @IsString()
  @MaxLength(320)
  replyTo?: string | null;

  /** IANA's name, such as `Europe/Vienna`. */
  @OrNull('timeZone')
  @IsTimeZoneName()
  timeZone?: string | null;
}

export class EditMember extends EditProfile {
  @IsId()
  memberId!: string;
}

/** A member's page. */
export class MemberProfile extends MemberRow {
  emailFromName!: string | null;
  replyTo!: string | null;
  /** The sender that applies while the member has chosen none. */
  sender!: MailSender;
  /** The member's own; null: the account's. */
  timeZone!: string | null;
}

export class MemberEdited {
  member!: MemberProfile;
  version?: number;
}

const member = { context: 'identity', noun: 'member', callers: ['gateway'] } as const;

export const getMember = rpc({
  ...member,
  verb: 'get',
  http: { method: 'GET', path: '/v1/members/:memberId', tag: 'Members', summary: 'Show a member' },
  description: 'Shows a member with their roles, teams, status and seat.',
  permission: 'members:view',
  input: MemberId,
  output: MemberProfile,
  errors: [memberNotFound],
});

/**
 * An administrator edits somebody's profile (ID-44), in this account alone: their sign-in is their own. The owner's is the
 * owner's to edit, and nobody edits people who hold more than they do.
 */
export const editMember = rpc({
  ...member,
  verb: 'edit',
  http: {
    method: 'PATCH',
    path: '/v1/members/:memberId',
    tag: 'Members',
    summary: 'Edit a member’s profile',
    omits: ['version'],
  },
  description:
    'Changes the profile of somebody else, in this account alone. Nobody edits the owner’s, or that of somebody who may do more than they may.',
  permission: 'members:edit',
  input: EditMember,
  output: MemberEdited,
  errors: [memberNotFound, privilegeAboveOwn],
});
