import { IsIn, IsOptional } from 'class-validator';
import { IsId } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { Described } from '../core/described.js';
import { errorKind } from '../core/errors.js';
import { IsInstant } from '../core/instant.js';
import { memberNotFound } from '../identity/people/member.contract.js';
import { projectNotFound } from './project.contract.js';
import { ScopeNames } from './scope.contract.js';

export const auditBeforeAccount = errorKind('audit.before-account', 422, 'There was no such account at that time yet');
export const auditInFuture = errorKind('audit.in-future', 422, 'That time has not come yet');

export class PastStateQuery {
  @IsId()
  memberId!: string;

  @IsInstant()
  at!: string;

  /** What the member could do there. Without it, permissions of project level are left out. */
  @IsOptional()
  @IsId()
  projectId?: string;
}

export class PastRole {
  id!: string;
  /** Its name of today; of a role that is gone, none. */
  name?: string;
}

export class PastSource {
  @IsIn(['role', 'exception', 'agentAccess', 'everyone', 'accountOwner', 'projectOwner'])
  kind!: 'role' | 'exception' | 'agentAccess' | 'everyone' | 'accountOwner' | 'projectOwner';
  @ScopeNames()
  scope!: string[];
  roleId?: string;
  /** What the exception names, which may be another action of the feature. */
  permission?: string;
  expiresAt?: string;
}

export class PastPermission {
  permission!: string;
  @ScopeNames()
  scope!: string[];
  sources!: PastSource[];
}

/** What a member could do at an instant, and why. */
export class PastState {
  memberId!: string;
  at!: string;
  /** The account's version at that instant. */
  atVersion!: number;
  /** `pending` while the owner had signed up and not yet opened the account. */
  @IsIn(['pending', 'active', 'suspended'])
  accountStatus!: 'pending' | 'active' | 'suspended';
  status!: string;
  isOwner!: boolean;
  roles!: PastRole[];
  managerId!: string | null;
  agentAccess!: boolean;
  @Described({ type: 'array', items: { type: 'object', additionalProperties: true } })
  exceptions!: object[];
  permissions!: PastPermission[];
}

/**
 * Judged by the product's catalogue of today and the clock of that instant. `audit:view` is enough about oneself; others
 * need `permissions:view` too.
 */
export const pastState = rpc({
  context: 'access',
  noun: 'audit',
  verb: 'state',
  http: {
    method: 'POST',
    path: '/v1/audit/state',
    tag: 'Audit',
    summary: 'Show what a member could do at an instant in the past, and why',
    idempotencyKey: 'ignored',
  },
  description:
    'Reconstructs from the audit trail what a member could do at that instant, and from what it came. It is judged by the product’s features of today. About others it takes `permissions:view` as well.',
  permission: 'audit:view',
  input: PastStateQuery,
  output: PastState,
  errors: [memberNotFound, projectNotFound, auditBeforeAccount, auditInFuture],
  callers: ['gateway'],
  long: true,
});
