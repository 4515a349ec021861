import type { ScopeName } from '../scope/scope.js';

/**
 * An account as plain JSON: what the access service stores, and what travels to those who decide for themselves.
 * Instants are milliseconds since 1970; something is expired from `expiresAt` on.
 */
export interface AccountPolicy {
  readonly accountId: string;
  readonly status: AccountStatus;
  /** The account's authorization version. */
  readonly version: number;
  readonly ownerMemberId: string;
  /** With teams off, the scope `team` reaches own records only. False unless said. */
  readonly teamsEnabled?: boolean;
  readonly roles: readonly RolePolicy[];
  /** Invited, active, inactive and revoked members; deleted ones are left out. */
  readonly members: readonly MemberPolicy[];
  readonly projects?: readonly ProjectPolicy[];
  /** The accounts whose members may be on project teams here, while the link lives. */
  readonly partners?: readonly PartnerPolicy[];
}

export type AccountStatus = 'active' | 'suspended';
export type MemberStatus = 'invited' | 'active' | 'inactive' | 'revoked';

/** Permission → yes (a toggle), or the records that it reaches (a scoped one). */
export type Grants = Readonly<Record<string, true | readonly ScopeName[]>>;

export interface RolePolicy {
  readonly id: string;
  readonly grants: Grants;
  /** The role above this one in the tree. */
  readonly managerRoleId?: string | null;
}

export interface MemberPolicy {
  readonly id: string;
  readonly status: MemberStatus;
  readonly roleIds: readonly string[];
  readonly managerId?: string | null;
  readonly agentAccess?: boolean;
  readonly teams?: readonly TeamMembership[];
  readonly exceptions?: readonly ExceptionPolicy[];
}

export interface TeamMembership {
  readonly teamId: string;
  readonly expiresAt?: number | null;
}

/** A member's own ALLOW (on a scoped permission: with a scope) or DENY (always without). */
export interface ExceptionPolicy {
  readonly permission: string;
  readonly effect: 'allow' | 'deny';
  readonly scope?: readonly ScopeName[] | null;
  readonly projectId?: string | null;
  readonly expiresAt?: number | null;
  readonly reason?: string | null;
}

export interface ProjectPolicy {
  readonly id: string;
  readonly ownerMemberId: string;
  readonly team: readonly ProjectTeamMembership[];
}

export interface ProjectTeamMembership {
  readonly memberId: string;
  readonly expiresAt?: number | null;
}

/** A link that this account has made to another, for the projects that it names (PJ-02). */
export interface PartnerPolicy {
  readonly accountId: string;
  /** The partner's own standing: while it is suspended, so are its members here. */
  readonly status: AccountStatus;
  readonly projectIds: readonly string[];
  /** Those of its members who are on project teams here. */
  readonly members: readonly PartnerMemberPolicy[];
}

/** He has no role, manager or team here: what he may do stands in his exceptions. */
export interface PartnerMemberPolicy {
  readonly id: string;
  readonly status: MemberStatus;
  readonly exceptions?: readonly ExceptionPolicy[];
}
