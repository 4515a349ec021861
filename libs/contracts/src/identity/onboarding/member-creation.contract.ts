import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEmail,
  IsOptional,
  IsString,
  MaxLength,
  MinLength,
} from 'class-validator';
import {
  privilegeAboveOwn,
  roleAboveOwn,
  roleCardinality,
  roleNotFound,
  roleOwnersOnly,
} from '../../access/role.contract.js';
import { seatConsentRequired, seatLimitReached } from '../../billing/seat.contract.js';
import { IsId } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { errorKind } from '../../core/errors.js';
import { activeSwitchUnsupported, MemberWrite } from '../offboarding/lifecycle.contract.js';
import { IsPersonName } from '../people/user.contract.js';
import { userPasswordWeak } from './account.contract.js';

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

  /** The preset says how many there may be. */
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsId({ each: true })
  roleIds!: string[];

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
    roleNotFound,
    roleCardinality,
    roleOwnersOnly,
    roleAboveOwn,
    privilegeAboveOwn,
  ],
  limit: 'mail',
  callers: ['gateway'],
  deadline: 8_000,
});
