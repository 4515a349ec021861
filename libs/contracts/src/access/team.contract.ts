import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsOptional } from 'class-validator';
import { IsId, Nothing } from '../core/common.contract.js';
import { event, rpc } from '../core/contract.js';
import { errorKind } from '../core/errors.js';
import { IsName } from '../core/name.js';
import { memberNotFound } from '../identity/people/member.contract.js';
import { checkStale, Freshness, FreshPageQuery } from './freshness.contract.js';
import { IfVersion, versionChanged } from './if-version.contract.js';
import { AppliedVersion } from './member-access.contract.js';
import { memberLastAdministrator, privilegeAboveOwn } from './role.contract.js';
import { TeamReference } from './team-reference.contract.js';

export const teamNotFound = errorKind('team.not-found', 404, 'There is no such team');
export const teamNotAllowed = errorKind('team.not-allowed', 422, 'This product has no teams');
/** `details`: the `team` that has it. Names are compared without regard to case. */
export const teamNameTaken = errorKind('team.name-taken', 409, 'There is a team of this name already');
export const teamLimitReached = errorKind('team.limit-reached', 409, 'There are as many teams as there can be');

/** Teams that an account can have, and that one member can be on. */
export const MOST_TEAMS = 500;
export const MOST_TEAMS_OF_MEMBER = 50;

/** A group of members, as the scope TEAM sees it; a project's team is something else. */
export class Team {
  id!: string;
  name!: string;
  /** Everybody on it, invited and inactive members too. The list of members, filtered by team, says who they are. */
  memberCount!: number;
}

/** A team and who is on it, as of one version of the account. */
export class TeamDetail extends Team {
  memberIds!: string[];
  /** Sent as `ifVersion` with a list made from this one, it keeps what others have changed since. */
  version!: number;
}

export class TeamList {
  items!: Team[];
  nextCursor!: string | null;
}

export class TeamWrite extends Team {
  version!: number;
}

export class TeamId extends IfVersion {
  @IsId()
  teamId!: string;
}

export class TeamQuery extends Freshness {
  @IsId()
  teamId!: string;
}

/** A team's name: at most 60 characters. */
const Name = () => IsName(60);

export class CreateTeam extends IfVersion {
  /** Unique in the account, without regard to case. */
  @Name()
  name!: string;

  /** Who is on it from the start. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1_000)
  @ArrayUnique()
  @IsId({ each: true })
  memberIds?: string[];
}

export class RenameTeam extends TeamId {
  @Name()
  name!: string;
}

export class SetTeamMembers extends TeamId {
  /** Everybody who is on it from now on. */
  @IsArray()
  @ArrayMaxSize(1_000)
  @ArrayUnique()
  @IsId({ each: true })
  memberIds!: string[];
}

export class SetMemberTeams extends IfVersion {
  @IsId()
  memberId!: string;

  /** Every team that the member is on from now on. */
  @IsArray()
  @ArrayMaxSize(MOST_TEAMS_OF_MEMBER)
  @ArrayUnique()
  @IsId({ each: true })
  teamIds!: string[];
}

export class MemberTeams {
  memberId!: string;
  teams!: TeamReference[];
  version!: number;
}

const team = { context: 'access', noun: 'team', callers: ['gateway'] } as const;

/** By name, in pages. A product without teams has none. */
export const listTeams = rpc({
  ...team,
  verb: 'list',
  http: { method: 'GET', path: '/v1/teams', tag: 'Teams', summary: 'List the teams' },
  description: 'Lists the account’s teams by name, with how many members each has. A product without teams has none.',
  permission: 'members:view',
  input: FreshPageQuery,
  output: TeamList,
  errors: [checkStale],
});

export const getTeam = rpc({
  ...team,
  verb: 'get',
  http: { method: 'GET', path: '/v1/teams/:teamId', tag: 'Teams', summary: 'Show a team' },
  description: 'Shows a team and who is on it.',
  permission: 'members:view',
  input: TeamQuery,
  output: TeamDetail,
  errors: [teamNotFound, checkStale],
});

const changes = [teamNotFound, versionChanged] as const;
/** A change of a team's members touches each of them, and nobody may reach more by their own act. */
const people = [memberNotFound, teamLimitReached, privilegeAboveOwn, memberLastAdministrator] as const;

export const createTeam = rpc({
  ...team,
  verb: 'create',
  http: { method: 'POST', path: '/v1/teams', tag: 'Teams', summary: 'Create a team', status: 201, omits: ['version'] },
  description:
    'Makes a team, with members from the start if wanted. Where roles reach the records of a team, its members reach each other’s.',
  permission: 'members:edit',
  input: CreateTeam,
  output: TeamWrite,
  errors: [teamNotAllowed, teamNameTaken, ...people, versionChanged],
});

export const renameTeam = rpc({
  ...team,
  verb: 'rename',
  http: { method: 'PATCH', path: '/v1/teams/:teamId', tag: 'Teams', summary: 'Rename a team', omits: ['version'] },
  description: 'Gives a team another name, which no other team of the account has.',
  permission: 'members:edit',
  input: RenameTeam,
  output: TeamWrite,
  errors: [teamNameTaken, ...changes],
});

export const deleteTeam = rpc({
  ...team,
  verb: 'delete',
  http: { method: 'DELETE', path: '/v1/teams/:teamId', tag: 'Teams', summary: 'Delete a team', status: 204 },
  description: 'Deletes a team. Its members stay in the account, and lose what they reached through the team.',
  permission: 'members:edit',
  input: TeamId,
  output: AppliedVersion,
  errors: [privilegeAboveOwn, memberLastAdministrator, ...changes],
});

export const setTeamMembers = rpc({
  ...team,
  verb: 'set-members',
  http: {
    method: 'PUT',
    path: '/v1/teams/:teamId/members',
    tag: 'Teams',
    summary: 'Set the members of a team',
    omits: ['version'],
  },
  description: 'Says who is on the team from now on: exactly these members. Whoever is not among them leaves it.',
  permission: 'members:edit',
  input: SetTeamMembers,
  output: TeamWrite,
  errors: [...people, ...changes],
});

export const setMemberTeams = rpc({
  context: 'access',
  noun: 'member',
  verb: 'set-teams',
  http: { method: 'PUT', path: '/v1/members/:memberId/teams', tag: 'Members', summary: 'Set a member’s teams' },
  description: 'Says which teams a member is on from now on: exactly these.',
  permission: 'members:edit',
  input: SetMemberTeams,
  output: MemberTeams,
  errors: [teamNotAllowed, ...people, ...changes],
  callers: ['gateway', 'identity'],
});

export class CheckMemberEdit {
  @IsId()
  memberId!: string;

  /** Where the member would get agent access, or lose it. */
  @IsOptional()
  @IsBoolean()
  agentAccess?: boolean;
}

/** May the actor change this member, and give them that? Identity asks before it changes what is its own. */
export const checkMemberEdit = rpc({
  context: 'access',
  noun: 'member',
  verb: 'check-edit',
  permission: { open: 'self' },
  input: CheckMemberEdit,
  output: Nothing,
  errors: [memberNotFound, privilegeAboveOwn, memberLastAdministrator],
  callers: ['identity'],
});

/** A member's teams as they are now: for copies that show them. */
export class MemberTeamsState {
  memberId!: string;
  teams!: TeamReference[];
  /** The account's version at which this holds; a copy takes only what is higher. */
  version!: number;
}

export const memberTeamsChanged = event({
  context: 'access',
  noun: 'member',
  past: 'teams-changed',
  version: 1,
  data: MemberTeamsState,
  consumers: ['identity'],
  notices: [
    { noun: 'member', permission: 'members:view', memberId: ({ memberId }) => memberId },
    { noun: 'team', permission: 'members:view', id: () => null },
  ],
});
