import { IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator';
import { IsId, Nothing } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { errorKind, permissionDenied, reauthenticationRequired } from '../core/errors.js';
import { IsName } from '../core/name.js';
import { memberNotActive } from '../identity/offboarding/ownership.contract.js';
import { memberNotFound } from '../identity/people/member.contract.js';
import { checkStale, Freshness, FreshPageQuery } from './freshness.contract.js';
import { IfVersion, versionChanged } from './if-version.contract.js';
import { AppliedVersion } from './member-access.contract.js';

export const projectNotFound = errorKind('project.not-found', 404, 'There is no such project');
export const projectsUnsupported = errorKind('projects.unsupported', 422, 'This product has no projects');
/** `details`: the `project` that has it. Names are compared without regard to case. */
export const projectNameTaken = errorKind('project.name-taken', 409, 'There is a project of this name already');
export const projectLimitReached = errorKind(
  'project.limit-reached',
  409,
  'There are as many projects as there can be',
);
/** The name that is typed to confirm a deletion is another one. */
export const projectNameWrong = errorKind('project.name-wrong', 422, 'This is not the name of the project');
/** `details.records`: how many records are registered in it. */
export const projectHasRecords = errorKind(
  'project.has-records',
  409,
  'Records belong to this project: say where they go',
);
export const projectNotOwner = errorKind('project.not-owner', 409, 'Somebody else owns this project by now');

/** Projects that an account can have, and that one member can be on. */
export const MOST_PROJECTS = 1_000;

/** A project as the reader sees it. */
export class Project {
  id!: string;
  name!: string;
  /** The member who owns it. */
  ownerId!: string;
  /** Whether the reader owns it. */
  isOwner!: boolean;
  /** Whether the reader may work on it: is on its team, or owns it. */
  onTeam!: boolean;
  /** Everybody on its team whose place has not ended, the owner too. */
  memberCount!: number;
}

export class ProjectList {
  items!: Project[];
  nextCursor!: string | null;
}

export class ProjectDetail extends Project {
  /** Sent as `ifVersion` with a change, it keeps what others have changed since. */
  version!: number;
}

export class ProjectId {
  @IsId()
  projectId!: string;
}

export class ProjectsQuery extends FreshPageQuery {
  /** A part of the name, without regard to case. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  q?: string;
}

export class ProjectQuery extends Freshness {
  @IsId()
  projectId!: string;
}

/** A project's name: at most 100 characters. */
const Name = () => IsName(100);

export class CreateProject extends IfVersion {
  /** Unique in the account, without regard to case. */
  @Name()
  name!: string;

  /** The active member who owns it; the caller, unless said. */
  @IsOptional()
  @IsId()
  ownerId?: string;
}

export class EditProject extends IfVersion {
  @IsId()
  projectId!: string;

  @Name()
  name!: string;
}

export class DeleteProject extends IfVersion {
  @IsId()
  projectId!: string;

  /** The project's name, typed to confirm. */
  @Name()
  name!: string;

  /** The project that its records go to; null: they belong to none. Required where there are any. */
  @IsOptional()
  @ValidateIf(({ moveRecordsTo }: DeleteProject) => moveRecordsTo !== null)
  @IsId()
  moveRecordsTo?: string | null;
}

export class TransferProject extends IfVersion {
  @IsId()
  projectId!: string;

  /** The active member who owns it from now on. */
  @IsId()
  memberId!: string;

  /** Who owns it as far as the caller knows. Where it is somebody else by now, nothing changes. */
  @IsOptional()
  @IsId()
  ownerId?: string;
}

const project = { context: 'access', noun: 'project', callers: ['gateway'] } as const;
const tag = 'Projects';
const changes = [permissionDenied, projectNotFound, versionChanged] as const;

/**
 * Answers only people who work on the project: its team, its owner, or the account's owner. To everybody else it does
 * not exist.
 */
export const checkOwnProject = rpc({
  ...project,
  verb: 'check-own',
  permission: { open: 'self' },
  input: ProjectId,
  output: Nothing,
  errors: [projectNotFound],
  callers: ['identity'],
});

export const listProjects = rpc({
  ...project,
  verb: 'list',
  http: { method: 'GET', path: '/v1/projects', tag, summary: 'List the projects' },
  description: 'Lists by name the projects that one works on; with `projects:view` all projects of the account.',
  permission: { open: 'self' },
  input: ProjectsQuery,
  output: ProjectList,
  errors: [projectsUnsupported, checkStale],
});

export const getProject = rpc({
  ...project,
  verb: 'get',
  http: { method: 'GET', path: '/v1/projects/:projectId', tag, summary: 'Show a project' },
  description: 'Shows a project that one works on; with `projects:view` any project of the account.',
  permission: { open: 'self' },
  input: ProjectQuery,
  output: ProjectDetail,
  errors: [projectNotFound, checkStale],
});

export const createProject = rpc({
  ...project,
  verb: 'create',
  http: { method: 'POST', path: '/v1/projects', tag, summary: 'Create a project', status: 201, omits: ['version'] },
  description: 'Begins a project. Whoever makes it owns it, unless another active member is named.',
  permission: 'projects:create',
  input: CreateProject,
  output: ProjectDetail,
  errors: [projectsUnsupported, projectNameTaken, projectLimitReached, memberNotFound, memberNotActive, versionChanged],
});

export const editProject = rpc({
  ...project,
  verb: 'edit',
  http: { method: 'PATCH', path: '/v1/projects/:projectId', tag, summary: 'Rename a project', omits: ['version'] },
  description: 'Gives a project another name. Its owner may, and the owner of the account.',
  permission: { open: 'self' },
  input: EditProject,
  output: ProjectDetail,
  errors: [projectNameTaken, ...changes],
});

export const deleteProject = rpc({
  ...project,
  verb: 'delete',
  http: { method: 'DELETE', path: '/v1/projects/:projectId', tag, summary: 'Delete a project', status: 204 },
  description:
    'Ends a project with its team and all that people were given in it. Its name is typed to confirm. Records that belong to it go to the project that is named, or to none. Its owner may, and the owner of the account.',
  permission: { open: 'self' },
  freshProof: 'sign-in',
  input: DeleteProject,
  output: AppliedVersion,
  errors: [projectNameWrong, projectHasRecords, reauthenticationRequired, ...changes],
});

export const transferProject = rpc({
  ...project,
  verb: 'transfer',
  http: {
    method: 'POST',
    path: '/v1/projects/:projectId/ownership-transfer',
    tag,
    summary: 'Hand a project over to another owner',
    omits: ['version'],
  },
  description:
    'Makes another active member the owner of the project, who may do everything in it. The former owner stays on its team. A project has exactly one owner at every instant.',
  permission: { open: 'self' },
  freshProof: 'sign-in',
  input: TransferProject,
  output: ProjectDetail,
  errors: [memberNotFound, memberNotActive, projectNotOwner, reauthenticationRequired, ...changes],
});
