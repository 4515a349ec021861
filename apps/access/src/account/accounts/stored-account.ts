import type { AccountState } from '@roster/contracts';
import type { ProjectTeamMembership, ScopeName, TeamMembership } from '@roster/permissions';
import type { Membership } from '../members/member.js';
import type { StoredRole } from '../roles/role.js';

/**
 * An account as the database holds it. It is immutable: a change makes a new one that shares every unchanged object
 * with the old one. So a difference can be found by comparing references. Instants are in ms.
 */
export interface StoredAccount {
  readonly id: string;
  readonly preset: string;
  readonly status: AccountState['status'];
  readonly ownerMemberId: string;
  /** Identity's revision of the state that the account copies. */
  readonly revision: number;
  /** The authorization version; 0 before the first change. */
  readonly version: number;
  /** Includes deleted roles. */
  readonly roles: readonly StoredRole[];
  /** Deleted members are left out. */
  readonly members: readonly StoredMember[];
  readonly projects: readonly StoredProject[];
  readonly teams: readonly StoredTeam[];
}

export interface StoredMember extends Membership {
  readonly id: string;
  readonly roleIds: readonly string[];
  readonly managerId: string | null;
  readonly agentAccess: boolean;
  readonly teams: readonly Required<TeamMembership>[];
  readonly exceptions: readonly StoredException[];
}

export interface StoredException {
  readonly id: string;
  readonly permission: string;
  readonly effect: 'allow' | 'deny';
  /** Only for an ALLOW on a scoped permission; null otherwise. */
  readonly scope: readonly ScopeName[] | null;
  readonly projectId: string | null;
  readonly expiresAt: number | null;
  readonly reason: string | null;
  readonly createdAt: number;
}

export interface StoredProject {
  readonly id: string;
  readonly name: string;
  readonly ownerMemberId: string;
  readonly team: readonly Required<ProjectTeamMembership>[];
}

export interface StoredTeam {
  readonly id: string;
  readonly name: string;
}

/** The account with one of its members changed. */
export function withMember(
  account: StoredAccount,
  memberId: string,
  change: (member: StoredMember) => StoredMember,
): StoredAccount {
  return { ...account, members: account.members.map((member) => (member.id === memberId ? change(member) : member)) };
}
