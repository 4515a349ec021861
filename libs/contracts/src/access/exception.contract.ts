import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsISO8601,
  IsNotEmpty,
  IsOptional,
  IsRFC3339,
  IsString,
  MaxLength,
} from 'class-validator';
import { IsId } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { errorKind, permissionDenied } from '../core/errors.js';
import { MemberId, memberNotFound } from '../identity/people/member.contract.js';
import { checkStale, Freshness } from './freshness.contract.js';
import { IfVersion, versionChanged } from './if-version.contract.js';
import { AppliedVersion } from './member-access.contract.js';
import { projectNotFound } from './project.contract.js';
import { memberLastAdministrator, privilegeAboveOwn } from './role.contract.js';
import { ScopeNames } from './scope.contract.js';

export const exceptionNotFound = errorKind('exception.not-found', 404, 'There is no such exception');
export const exceptionNotAllowed = errorKind('exception.not-allowed', 422, 'This product has no exceptions');
/** `details`: the `exceptionId` of the one that there is. */
export const exceptionExists = errorKind('exception.exists', 409, 'The member has such an exception already');

/** The scopes that an exception can give on a type of record. */
export const EXCEPTION_SCOPES = ['own', 'sameRole', 'subordinate', 'team', 'unowned', 'all'] as const;

export class AddException extends IfVersion {
  @IsId()
  memberId!: string;

  /** `feature:action`. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(320)
  permission!: string;

  @IsIn(['allow', 'deny'])
  effect!: 'allow' | 'deny';

  /** Of an ALLOW on a scoped permission: which records. A DENY and a toggle have none. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(EXCEPTION_SCOPES.length)
  @ArrayUnique()
  @IsIn(EXCEPTION_SCOPES, { each: true })
  scope?: (typeof EXCEPTION_SCOPES)[number][];

  /** Only there; and only for a permission of project level. */
  @IsOptional()
  @IsId()
  projectId?: string;

  /** RFC 3339; it no longer holds from then on. */
  @IsOptional()
  @IsRFC3339()
  @IsISO8601({ strict: true })
  @MaxLength(40)
  expiresAt?: string;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  reason?: string;
}

export class Exception {
  id!: string;
  memberId!: string;
  permission!: string;
  @IsIn(['allow', 'deny'])
  effect!: 'allow' | 'deny';
  /** Null for a DENY, and for an ALLOW on a toggle. */
  @ScopeNames({ orNull: true })
  scope!: string[] | null;
  projectId!: string | null;
  expiresAt!: string | null;
  reason!: string | null;
  createdAt!: string;
}

export class ExceptionAdded extends Exception {
  version!: number;
}

const exception = { context: 'access', noun: 'exception', callers: ['gateway'] } as const;
const refusals = [
  permissionDenied,
  memberNotFound,
  exceptionNotAllowed,
  versionChanged,
  privilegeAboveOwn,
  memberLastAdministrator,
];

/** Takes `permissions:edit`; in a project its owner may too (RP-53). */
export const addException = rpc({
  ...exception,
  verb: 'add',
  http: {
    method: 'POST',
    path: '/v1/members/:memberId/exceptions',
    tag: 'Permissions',
    summary: 'Add an exception: grant a member a permission, or deny one',
    status: 201,
    omits: ['version'],
  },
  description:
    'Gives one member one permission, or denies it, whatever their roles say; for one project and until a time, if wanted. It takes `permissions:edit`; in a project its owner may do it too.',
  permission: { open: 'self' },
  input: AddException,
  output: ExceptionAdded,
  errors: [projectNotFound, exceptionExists, ...refusals],
});

export class RemoveException extends IfVersion {
  @IsId()
  memberId!: string;

  @IsId()
  exceptionId!: string;
}

export const removeException = rpc({
  ...exception,
  verb: 'remove',
  http: {
    method: 'DELETE',
    path: '/v1/members/:memberId/exceptions/:exceptionId',
    tag: 'Permissions',
    summary: 'Remove an exception',
    status: 204,
  },
  description: 'Takes an exception back: from then on the member’s roles alone decide about that permission.',
  permission: { open: 'self' },
  input: RemoveException,
  output: AppliedVersion,
  errors: [exceptionNotFound, ...refusals],
});

export class ExceptionQuery extends Freshness {
  @IsId()
  memberId!: MemberId['memberId'];
}

export class ExceptionList {
  items!: Exception[];
  nextCursor!: string | null;
}

/** Expired ones too. One's own always; those of others with `permissions:view`, in a project its owner too. */
export const listExceptions = rpc({
  ...exception,
  verb: 'list',
  http: {
    method: 'GET',
    path: '/v1/members/:memberId/exceptions',
    tag: 'Permissions',
    summary: 'List a member’s exceptions',
  },
  description:
    'Lists the permissions that a member was given or denied beside their roles, with those that have expired. One’s own are always shown; those of others take `permissions:view`.',
  permission: { open: 'self' },
  input: ExceptionQuery,
  output: ExceptionList,
  errors: [permissionDenied, memberNotFound, checkStale],
});
