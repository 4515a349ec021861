import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsISO8601,
  IsOptional,
  IsRFC3339,
  IsString,
  MaxLength,
  ValidateIf,
} from 'class-validator';
import { Transform } from 'class-transformer';
import { IsId } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { permissionDenied } from '../core/errors.js';
import { memberNotFound } from '../identity/people/member.contract.js';
import { checkStale, Freshness, FreshPageQuery } from './freshness.contract.js';
import { IfVersion, versionChanged } from './if-version.contract.js';
import { MOST_PROJECTS, Project, projectNotFound, projectsUnsupported } from './project.contract.js';
import { privilegeAboveOwn } from './role.contract.js';

/** Somebody who is on a project's team, or could be. */
export class ProjectTeammate {
  memberId!: string;
  name!: string;
  initials!: string;
  email!: string;
  @IsIn(['invited', 'active', 'inactive', 'revoked'])
  status!: 'invited' | 'active' | 'inactive' | 'revoked';
  /** Whether they own the project. Its owner is always on the team. */
  isOwner!: boolean;
  onTeam!: boolean;
  /** When their place on the team ends; null where it does not. */
  expiresAt!: string | null;
}

export class ProjectTeam {
  items!: ProjectTeammate[];
  nextCursor!: string | null;
  /** How many people there are in all, whatever the page. */
  count!: number;
  /** Sent as `ifVersion` with a list made from this one, it keeps what others have changed since. */
  version!: number;
}

export class ProjectTeamQuery extends FreshPageQuery {
  @IsId()
  projectId!: string;

  /** A part of the name or the address, without regard to case. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  q?: string;

  /** Only those who are on the team. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  onTeam?: boolean;
}

export class SetProjectTeam extends IfVersion {
  @IsId()
  projectId!: string;

  /** Everybody who is on it from now on. The owner is on it without being named. */
  @IsArray()
  @ArrayMaxSize(1_000)
  @ArrayUnique()
  @IsId({ each: true })
  memberIds!: string[];
}

export class SetProjectTeammate extends IfVersion {
  @IsId()
  projectId!: string;

  @IsId()
  memberId!: string;

  /** RFC 3339; the place on the team ends then. Null: it does not end. */
  @ValidateIf(({ expiresAt }: SetProjectTeammate) => expiresAt !== null)
  @IsRFC3339()
  @IsISO8601({ strict: true })
  @MaxLength(40)
  expiresAt!: string | null;
}

export class ProjectTeamWrite {
  projectId!: string;
  /** How many are on the team, the owner too. */
  memberCount!: number;
  version!: number;
}

export class SetMemberProjects extends IfVersion {
  @IsId()
  memberId!: string;

  /** Every project that the member works on from now on. Those that they own are theirs without being named. */
  @IsArray()
  @ArrayMaxSize(MOST_PROJECTS)
  @ArrayUnique()
  @IsId({ each: true })
  projectIds!: string[];
}

export class MemberProjectsQuery extends Freshness {
  @IsId()
  memberId!: string;
}

/** A project, and whether a member works on it. */
export class MemberProject extends Project {
  /** When the member's place on the team ends; null where it does not. */
  expiresAt!: string | null;
}

export class MemberProjects {
  memberId!: string;
  /** Every project of the account; `isOwner` and `onTeam` are the member's. */
  items!: MemberProject[];
  version!: number;
}

const team = { context: 'access', noun: 'project-team', callers: ['gateway'] } as const;
const changes = [permissionDenied, projectNotFound, memberNotFound, privilegeAboveOwn, versionChanged] as const;

export const listProjectTeam = rpc({
  ...team,
  verb: 'list',
  http: { method: 'GET', path: '/v1/projects/:projectId/team', tag: 'Projects', summary: 'List a project’s team' },
  description:
    'Lists who is on the project’s team. Whoever may change the team also sees everybody else of the account, with `onTeam: false`.',
  permission: { open: 'self' },
  input: ProjectTeamQuery,
  output: ProjectTeam,
  errors: [permissionDenied, projectNotFound, checkStale],
});

export const setProjectTeam = rpc({
  ...team,
  verb: 'set',
  http: { method: 'PUT', path: '/v1/projects/:projectId/team', tag: 'Projects', summary: 'Set a project’s team' },
  description:
    'Says who may work on the project from now on: exactly these people, and its owner. It takes `project-team:edit` in the project, or `projects:assign`. What somebody was given in the project sleeps while they are off the team, and comes back with them.',
  permission: { open: 'self' },
  input: SetProjectTeam,
  output: ProjectTeamWrite,
  errors: [...changes],
});

export const setProjectTeammate = rpc({
  ...team,
  verb: 'set-member',
  http: {
    method: 'PUT',
    path: '/v1/projects/:projectId/team/:memberId',
    tag: 'Projects',
    summary: 'Put somebody on a project’s team, until a time if wanted',
  },
  description:
    'Puts one person on the project’s team, or sets when their place ends. It takes `project-team:edit` in the project, or `projects:assign`.',
  permission: { open: 'self' },
  input: SetProjectTeammate,
  output: ProjectTeamWrite,
  errors: [...changes],
});

export const getMemberProjects = rpc({
  ...team,
  verb: 'of-member',
  http: {
    method: 'GET',
    path: '/v1/members/:memberId/projects',
    tag: 'Projects',
    summary: 'Show which projects a member works on',
  },
  description:
    'Lists the projects of the account, and on which of them the member works. It takes `projects:view` or `projects:assign`.',
  permission: { open: 'self' },
  input: MemberProjectsQuery,
  output: MemberProjects,
  errors: [permissionDenied, memberNotFound, checkStale],
});

export const setMemberProjects = rpc({
  ...team,
  verb: 'set-of-member',
  http: {
    method: 'PUT',
    path: '/v1/members/:memberId/projects',
    tag: 'Projects',
    summary: 'Set the projects that a member works on',
  },
  description:
    'Says on which projects’ teams a member is from now on: exactly these, and those that they own. It is the same fact as the teams of those projects.',
  permission: 'projects:assign',
  input: SetMemberProjects,
  output: MemberProjects,
  errors: [projectsUnsupported, ...changes],
});
