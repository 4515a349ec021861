import { IsNotEmpty, IsObject, IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator';
import { IsId, Nothing } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { Described } from '../core/described.js';
import { errorKind } from '../core/errors.js';
import { MemberId, memberNotFound } from '../identity/people/member.contract.js';
import { projectNotFound } from './project.contract.js';
import { privilegeAboveOwn } from './role.contract.js';

export const recordNotFound = errorKind('record.not-found', 404, 'There is no such record');
export const recordTypeNotFound = errorKind('record-type.not-found', 404, 'Records of this type are not known here');

/** A record that another service stores, by that service's own names. */
export class RecordId {
  /** A feature of the catalogue with actions that look at records: `contacts`. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  type!: string;

  /** The other service's own id. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  id!: string;
}

export class RecordInput extends RecordId {
  /** The owner's member id; null for a record that nobody owns. */
  @ValidateIf((record: RecordInput) => record.ownerId !== null)
  @IsId()
  ownerId!: string | null;

  /** The project that it belongs to. Left out: to none. */
  @IsOptional()
  @IsId()
  projectId?: string;

  /** What variants of actions go by: texts, numbers and yes or no, by name; 50 at most, 4 kB in all. */
  @IsOptional()
  @IsObject()
  @Described({ type: 'object', additionalProperties: true })
  properties?: Record<string, unknown>;
}

/** What is known here of a record: its owner, and what decisions depend on besides. */
export class RegisteredRecordState extends RecordId {
  ownerId!: string | null;
  projectId!: string | null;
  @Described({ type: 'object', additionalProperties: true })
  properties!: Record<string, string | number | boolean>;
  updatedAt!: string;
}

/**
 * Tells what a record is: all of it, as if it were new. The last word counts; the account's version does not rise, since
 * decisions read the register when they are asked. Nobody but the owner brings somebody else's within their own reach, not
 * after it was deleted either; what was never registered is anybody's to register.
 */
export const putRecord = rpc({
  context: 'access',
  noun: 'record',
  verb: 'put',
  http: {
    method: 'PUT',
    path: '/v1/records/:type/:id',
    tag: 'Records',
    summary: 'Register a record and its owner',
    names: ['type', 'id'],
  },
  description:
    'Tells the register what a record is: its owner, its project and its properties, all of it anew. Decisions that name the record use it from then on. Nobody brings somebody else’s record within their own reach by it.',
  permission: 'records:edit',
  input: RecordInput,
  output: RegisteredRecordState,
  errors: [recordTypeNotFound, memberNotFound, projectNotFound, privilegeAboveOwn],
  callers: ['gateway'],
});

export const getRecord = rpc({
  context: 'access',
  noun: 'record',
  verb: 'get',
  http: {
    method: 'GET',
    path: '/v1/records/:type/:id',
    tag: 'Records',
    summary: 'Show a record’s owner',
    names: ['type', 'id'],
  },
  description: 'Shows what the register knows of a record: whose it is, and in which project.',
  permission: 'records:view',
  input: RecordId,
  output: RegisteredRecordState,
  errors: [recordNotFound],
  callers: ['gateway'],
});

/** From then on no decision knows the record. Whose it was is remembered for {@link putRecord} alone. */
export const deleteRecord = rpc({
  context: 'access',
  noun: 'record',
  verb: 'delete',
  http: {
    method: 'DELETE',
    path: '/v1/records/:type/:id',
    tag: 'Records',
    summary: 'Remove a record from the register',
    names: ['type', 'id'],
  },
  description: 'Removes a record from the register. From then on no decision knows it.',
  permission: 'records:delete',
  input: RecordId,
  output: Nothing,
  errors: [recordNotFound],
  callers: ['gateway'],
});

export class OwnedRecords {
  type!: string;
  count!: number;
}

/** What somebody would leave behind. */
export class MemberRecords {
  /** By type, the types with the most records first. */
  items!: OwnedRecords[];
  /** Projects that they own. */
  projects!: number;
}

export const countMemberRecords = rpc({
  context: 'access',
  noun: 'member',
  verb: 'count-records',
  http: {
    method: 'GET',
    path: '/v1/members/:memberId/records',
    tag: 'Members',
    summary: 'Count what a member owns, by type of record',
  },
  description:
    'Counts the records and projects that belong to a member, by type: what somebody else has to take over before they can be deleted.',
  permission: 'members:delete',
  input: MemberId,
  output: MemberRecords,
  errors: [memberNotFound],
  callers: ['gateway'],
});
