import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEmail,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  MinLength,
} from 'class-validator';
import { exceptionNotAllowed } from '../../access/exception.contract.js';
import { memberManagerTooDeep } from '../../access/manager.contract.js';
import {
  privilegeAboveOwn,
  roleAboveOwn,
  roleCardinality,
  roleNotFound,
  roleOwnersOnly,
} from '../../access/role.contract.js';
import { GrantsByPermission, type GrantValue } from '../../access/scope.contract.js';
import { MOST_TEAMS_OF_MEMBER, teamNotAllowed, teamNotFound } from '../../access/team.contract.js';
import { SEAT_PRICE_REFUSALS, seatConsentRequired, seatLimitReached } from '../../billing/seat.contract.js';
import { IsId } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { errorKind } from '../../core/errors.js';
import { activeSwitchUnsupported, MemberWrite } from '../offboarding/lifecycle.contract.js';
import { memberNotFound } from '../people/member.contract.js';
import { IsPersonName } from '../people/user.contract.js';
import { userPasswordWeak } from './account.contract.js';
import { agentAccessNotAllowed } from './agent-access.contract.js';

export const userAlreadyMember = errorKind('user.already-member', 409, 'This address belongs to a member already');
/** The product brings people in by another way: `details.mode` has it. */
export const provisioningUnsupported = errorKind(
  'provisioning.unsupported',
  422,
  'In this product members come in another way',
);

export class CreateMember {
  @IsString()
  @MinLength(1)
  @MaxLength(320)
  email!: string;

  @IsPersonName()
  firstName!: string;

  @IsPersonName()
  lastName!: string;

  /** The preset says how many there may be: left out where members have none. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsId({ each: true })
  roleIds?: string[];

  /**
   * Permission → `true` or its scope, where the product has exceptions: they hold from the first sign-in on (ID-19). Nobody
   * gives what they do not have.
   */
  @IsOptional()
  @IsObject()
  @GrantsByPermission()
  grants?: Record<string, GrantValue>;

  /** Whom they report to (ID-17). */
  @IsOptional()
  @IsId()
  managerId?: string;

  /** Whether they come in with access to the shared inbox: it takes a seat of an agent besides. */
  @IsOptional()
  @IsBoolean()
  agentAccess?: boolean;

  /** The teams that they are on from the start. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_TEAMS_OF_MEMBER)
  @ArrayUnique()
  @IsId({ each: true })
  teamIds?: string[];

  /** For the first sign-in, at which it must be changed. Without it the person is invited and chooses one. */
  @IsOptional()
  @IsString()
  @MaxLength(256)
  password?: string;

  /** Where the product has the switch; on unless said. Off only for an address that has no user yet. */
  @IsOptional()
  @IsBoolean()
  active?: boolean;

  /** The sender's name in mails that the member sends. */
  @IsOptional()
  @IsPersonName()
  emailFromName?: string;

  /** Where answers to them go; left out: to the administrator's. */
  @IsOptional()
  @IsEmail()
  @MaxLength(320)
  replyTo?: string;

  /** The consent to the price of the seats, where they cost something. */
  @IsOptional()
  @IsId()
  consentId?: string;
}

/**
 * Makes a member as an administrator fills in the form. With a password the member can sign in at once and must choose
 * another; an address that has a user already is invited instead, since nobody else sets that person's password or joins
 * them to an account.
 */
export const createMember = rpc({
  context: 'identity',
  noun: 'member',
  verb: 'create',
  http: {
    method: 'POST',
    path: '/v1/members',
    tag: 'Members',
    summary: 'Create a member with a form',
    status: 201,
    omits: ['version'],
  },
  description:
    'Makes a member as an administrator fills in the form. With a password they can sign in at once and choose another first; an address that has a user already gets an invitation instead.',
  permission: 'members:invite',
  input: CreateMember,
  output: MemberWrite,
  errors: [
    userAlreadyMember,
    userPasswordWeak,
    provisioningUnsupported,
    activeSwitchUnsupported,
    seatLimitReached,
    seatConsentRequired,
    ...SEAT_PRICE_REFUSALS,
    roleNotFound,
    roleCardinality,
    roleOwnersOnly,
    roleAboveOwn,
    privilegeAboveOwn,
    exceptionNotAllowed,
    agentAccessNotAllowed,
    teamNotAllowed,
    teamNotFound,
    memberNotFound,
    memberManagerTooDeep,
  ],
  limit: 'mail',
  callers: ['gateway'],
  deadline: 8_000,
});
