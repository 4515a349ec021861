import { ValidateIf } from 'class-validator';
import { IsId } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { errorKind } from '../core/errors.js';
import { memberIsOwner, memberNotFound } from '../identity/people/member.contract.js';
import { checkStale, Freshness } from './freshness.contract.js';
import { IfVersion, versionChanged } from './if-version.contract.js';
import { privilegeAboveOwn } from './role.contract.js';

export const memberManagerCycle = errorKind('member.manager-cycle', 409, 'A member would be above themselves');
export const memberManagerTooDeep = errorKind(
  'member.manager-too-deep',
  409,
  'The chain of managers would be more than 32 long',
);

export class SetMemberManager extends IfVersion {
  /** Whose manager it is. */
  @IsId()
  reportId!: string;

  /** The manager; null for none. */
  @ValidateIf(({ memberId }: { memberId?: unknown }) => memberId !== null)
  @IsId()
  memberId!: string | null;
}

export class MemberManager {
  memberId!: string;
  managerId!: string | null;
  version!: number;
}

export const setMemberManager = rpc({
  context: 'access',
  noun: 'member',
  verb: 'set-manager',
  http: {
    method: 'PUT',
    path: '/v1/members/:reportId/manager',
    tag: 'Members',
    summary: 'Set a member’s manager, or remove it',
  },
  description:
    'Says to whom a member reports, or that they report to nobody. Who is below whom can decide which records they reach.',
  permission: 'members:edit',
  input: SetMemberManager,
  output: MemberManager,
  errors: [memberNotFound, memberIsOwner, memberManagerCycle, memberManagerTooDeep, versionChanged, privilegeAboveOwn],
  callers: ['gateway'],
});

export class MemberManagerQuery extends Freshness {
  /** Whose manager it is. */
  @IsId()
  reportId!: string;
}

export const getMemberManager = rpc({
  context: 'access',
  noun: 'member',
  verb: 'manager',
  http: {
    method: 'GET',
    path: '/v1/members/:reportId/manager',
    tag: 'Members',
    summary: 'Show a member’s manager',
  },
  description: 'Shows to whom a member reports, where they report to anybody.',
  permission: 'members:view',
  input: MemberManagerQuery,
  output: MemberManager,
  errors: [memberNotFound, checkStale],
  callers: ['gateway'],
});
