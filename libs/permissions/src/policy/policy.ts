import type { ScopeName } from '../scope/scope.js';

/**
 * An account as plain JSON: the access service stores it, and evaluators in other services receive it. Instants are
 * milliseconds since 1970; something is expired from `expiresAt` on.
 */
export interface AccountPolicy {
  readonly accountId: string;
  readonly status: AccountStatus;
  /** The account's authorization version. */
  readonly version: number;
  readonly ownerMemberId: string;
  /** With teams off, the scope `team` reaches own records only. Default: false. */
  readonly teamsEnabled?: boolean;
  readonly roles: readonly RolePolicy[];
  /** Invited, active, inactive and revoked members; deleted ones are left out. */
  readonly members: readonly MemberPolicy[];
  readonly projects?: readonly ProjectPolicy[];
  /** The accounts whose members may be on project teams here, as long as the link exists. */
  readonly partners?: readonly PartnerPolicy[];
}

export type AccountStatus = 'active' | 'suspended';
export type MemberStatus = 'invited' | 'active' | 'inactive' | 'revoked';

/** Permission → true (for a toggle), or the records that it reaches (for a scoped permission). */
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

/** A member's own ALLOW or DENY. An ALLOW of a scoped permission has a scope; a DENY never has one. */
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
  /** The status of the partner's account. While it is suspended, so are its members here. */
  readonly status: AccountStatus;
  readonly projectIds: readonly string[];
  /** The partner's members who are on project teams here. */
  readonly members: readonly PartnerMemberPolicy[];
}

/** A partner's member has no role, manager or team here; only their exceptions give them permissions. */
export interface PartnerMemberPolicy {
  readonly id: string;
  readonly status: MemberStatus;
  readonly exceptions?: readonly ExceptionPolicy[];
}
