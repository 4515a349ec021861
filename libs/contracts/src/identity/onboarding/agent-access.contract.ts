import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsOptional } from 'class-validator';
import { memberLastAdministrator, privilegeAboveOwn } from '../../access/role.contract.js';
import { TeamReference } from '../../access/team-reference.contract.js';
import { MOST_TEAMS_OF_MEMBER, teamLimitReached, teamNotAllowed, teamNotFound } from '../../access/team.contract.js';
import { SEAT_PRICE_REFUSALS, seatConsentRequired, seatLimitReached } from '../../billing/seat.contract.js';
import { IsId } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { errorKind } from '../../core/errors.js';
import { memberNotActive } from '../offboarding/ownership.contract.js';
import { memberNotFound } from '../people/member.contract.js';

export const agentAccessNotAllowed = errorKind('agent-access.not-allowed', 422, 'This product has no agents');

export class SetAgentAccess {
  @IsId()
  memberId!: string;

  @IsBoolean()
  enabled!: boolean;

  /** Every team that the member is on from now on; left out, they stay as they are. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_TEAMS_OF_MEMBER)
  @ArrayUnique()
  @IsId({ each: true })
  teamIds?: string[];

  /** The consent to the price of the seats, where they cost something. */
  @IsOptional()
  @IsId()
  consentId?: string;
}

export class AgentAccess {
  memberId!: string;
  agentAccess!: boolean;
  /** Where they were given. */
  teams?: TeamReference[];
  version?: number;
}

/**
 * The switch outside the role (RP-59): while it is on, the member has the product's grants for agents, and a seat of
 * the pool of agents. Whoever is revoked loses it.
 */
export const setAgentAccess = rpc({
  context: 'identity',
  noun: 'member',
  verb: 'set-agent-access',
  http: {
    method: 'PUT',
    path: '/v1/members/:memberId/agent-access',
    tag: 'Members',
    summary: 'Grant or remove a member’s access to the shared inbox',
    omits: ['version'],
  },
  description: 'Gives a member the rights that the product has for agents, and a seat for agents; or takes both away.',
  permission: 'members:edit',
  input: SetAgentAccess,
  output: AgentAccess,
  errors: [
    agentAccessNotAllowed,
    memberNotFound,
    memberNotActive,
    teamNotAllowed,
    teamNotFound,
    teamLimitReached,
    seatLimitReached,
    seatConsentRequired,
    ...SEAT_PRICE_REFUSALS,
    privilegeAboveOwn,
    memberLastAdministrator,
  ],
  callers: ['gateway'],
  deadline: 5_000,
});
