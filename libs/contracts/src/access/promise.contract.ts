import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsOptional } from 'class-validator';
import { IsId } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { RoleReference } from './role-reference.contract.js';
import {
  privilegeAboveOwn,
  roleAboveOwn,
  roleCardinality,
  RoleIds,
  roleNotFound,
  roleOwnersOnly,
} from './role.contract.js';
import { TeamReference } from './team-reference.contract.js';
import { MOST_TEAMS_OF_MEMBER, teamNotAllowed, teamNotFound } from './team.contract.js';

/** What a new member would come in with. */
export class Promised extends RoleIds {
  @IsOptional()
  @IsBoolean()
  agentAccess?: boolean;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_TEAMS_OF_MEMBER)
  @ArrayUnique()
  @IsId({ each: true })
  teamIds?: string[];
}

export class AssignableRoles {
  roles!: RoleReference[];
  /** Where teams were asked about. */
  teams?: TeamReference[];
}

/** May the actor give these roles, and the rest, to a new member? Identity asks before it invites. */
export const checkAssignable = rpc({
  context: 'access',
  noun: 'role',
  verb: 'check-assignable',
  permission: { open: 'self' },
  input: Promised,
  output: AssignableRoles,
  errors: [
    roleNotFound,
    roleCardinality,
    roleOwnersOnly,
    roleAboveOwn,
    privilegeAboveOwn,
    teamNotAllowed,
    teamNotFound,
  ],
  callers: ['identity'],
});

export class RecheckRoles extends Promised {
  @IsId()
  accountId!: string;

  /** The member who gave them, judged by what they may do now: a member who is no longer active may give nothing. */
  @IsId()
  granterId!: string;
}

/**
 * May the people who promised these roles still give them? Identity asks when the invited person accepts (S40). Teams
 * that were deleted since are left out.
 */
export const recheckRoles = rpc({
  context: 'access',
  noun: 'role',
  verb: 'recheck',
  permission: { open: 'service' },
  input: RecheckRoles,
  output: AssignableRoles,
  errors: [roleNotFound, roleAboveOwn, privilegeAboveOwn],
  callers: ['identity'],
});
