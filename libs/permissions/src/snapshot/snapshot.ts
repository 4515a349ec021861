import type { Catalogue } from '../catalogue/catalogue.js';
import type {
  AccountPolicy,
  ExceptionPolicy,
  MemberPolicy,
  MemberStatus,
  PartnerPolicy,
  RolePolicy,
} from '../policy/policy.js';
import { closedRow, grantProblem, union, type Row } from './grants.js';

/** An account prepared for questions. It is immutable: a change makes a new snapshot. */
export interface Snapshot {
  readonly catalogue: Catalogue;
  readonly accountId: string;
  readonly version: number;
  readonly suspended: boolean;
  readonly ownerMemberId: string;
  readonly teamsEnabled: boolean;
  readonly roles: ReadonlyMap<string, Role>;
  readonly members: ReadonlyMap<string, Member>;
  /**
   * Partners' members. They are not members here, and only questions about projects that are open to them know them.
   */
  readonly partners: ReadonlyMap<string, Member>;
  readonly projects: ReadonlyMap<string, Project>;
  readonly everyone: Row;
  readonly agents: Row;
}

export interface Role {
  readonly id: string;
  readonly row: Row;
  readonly manager: Role | undefined;
}

/** What members with the same roles share: the union of the rows of their roles, and what everyone has. */
interface RoleSet {
  readonly roles: readonly Role[];
  readonly row: Row;
}

export interface Member {
  readonly id: string;
  readonly status: MemberStatus;
  readonly roleSet: RoleSet;
  readonly managerId: string | undefined;
  readonly agentAccess: boolean;
  readonly exceptions: readonly Exception[];
  /** Team → the instant at which the membership ends; Infinity for never. */
  readonly teams: ReadonlyMap<string, number>;
  /** Only for a partner's member: the link that lets them in. */
  readonly partner?: PartnerLink;
}

interface PartnerLink {
  /** Whether the partner's own account is suspended. */
  readonly suspended: boolean;
  readonly projectIds: ReadonlySet<string>;
}

export interface Exception {
  readonly effect: 'allow' | 'deny';
  readonly permission: string;
  /** The index of the permission that the exception names. */
  readonly index: number;
  /** What an ALLOW gives, with implications; undefined for a DENY. */
  readonly row: Row | undefined;
  readonly projectId: string | undefined;
  readonly expiresAt: number;
}

export interface Project {
  readonly id: string;
  readonly ownerMemberId: string;
  /** Member → the instant at which they leave the project team; Infinity for never. */
  readonly team: ReadonlyMap<string, number>;
}

const NO_EXCEPTIONS: readonly Exception[] = [];
const NO_TEAMS: ReadonlyMap<string, number> = new Map();

/** Prepares an account. What the catalogue does not know is left out, because absence denies. */
export function snapshotOf(catalogue: Catalogue, policy: AccountPolicy): Snapshot {
  const roles = compileRoles(catalogue, policy.roles);
  const everyone = closedRow(catalogue, catalogue.everyone);
  const roleSetOf = sharedRoleSets(roles, everyone);
  return {
    catalogue,
    accountId: policy.accountId,
    version: policy.version,
    suspended: policy.status !== 'active',
    ownerMemberId: policy.ownerMemberId,
    teamsEnabled: policy.teamsEnabled ?? false,
    roles,
    members: new Map(policy.members.map((member) => [member.id, compileMember(catalogue, member, roleSetOf)])),
    partners: new Map((policy.partners ?? []).flatMap((partner) => compilePartner(catalogue, partner))),
    projects: new Map(
      (policy.projects ?? []).map(({ id, ownerMemberId, team }) => [
        id,
        { id, ownerMemberId, team: new Map(team.map(({ memberId, expiresAt }) => [memberId, expiresAt ?? Infinity])) },
      ]),
    ),
    everyone,
    agents: closedRow(catalogue, catalogue.agentGrants),
  };
}

function compileRoles(catalogue: Catalogue, policies: readonly RolePolicy[]): ReadonlyMap<string, Role> {
  const roles = new Map(
    policies.map(({ id, grants }) => {
      const role: { -readonly [K in keyof Role]: Role[K] } = {
        id,
        row: closedRow(catalogue, grants),
        manager: undefined,
      };
      return [id, role];
    }),
  );
  for (const { id, managerRoleId } of policies) {
    const role = roles.get(id);
    if (role && managerRoleId) role.manager = roles.get(managerRoleId);
  }
  return roles;
}

function sharedRoleSets(roles: ReadonlyMap<string, Role>, everyone: Row): (ids: readonly string[]) => RoleSet {
  const shared = new Map<string, RoleSet>();
  return (ids) => {
    const key = ids.toSorted().join(' ');
    const known = shared.get(key);
    if (known) return known;
    const held = [...new Set(ids)].flatMap((id) => roles.get(id) ?? []);
    const set = { roles: held, row: union([everyone, ...held.map(({ row }) => row)]) };
    shared.set(key, set);
    return set;
  };
}

function compileMember(
  catalogue: Catalogue,
  member: MemberPolicy,
  roleSetOf: (ids: readonly string[]) => RoleSet,
): Member {
  return {
    id: member.id,
    status: member.status,
    roleSet: roleSetOf(member.roleIds),
    managerId: member.managerId ?? undefined,
    agentAccess: member.agentAccess ?? false,
    exceptions: compileExceptions(catalogue, member.exceptions),
    teams: member.teams?.length
      ? new Map(member.teams.map(({ teamId, expiresAt }) => [teamId, expiresAt ?? Infinity]))
      : NO_TEAMS,
  };
}

const NO_ROLES: RoleSet = { roles: [], row: new Uint8Array() };

/** Prepares a partner's members. They have no role, manager or team here, and not what everyone here has. */
function compilePartner(catalogue: Catalogue, policy: PartnerPolicy): [string, Member][] {
  const partner = { suspended: policy.status !== 'active', projectIds: new Set(policy.projectIds) };
  return policy.members.map(({ id, status, exceptions }) => [
    id,
    {
      id,
      status,
      roleSet: NO_ROLES,
      managerId: undefined,
      agentAccess: false,
      exceptions: compileExceptions(catalogue, exceptions),
      teams: NO_TEAMS,
      partner,
    },
  ]);
}

function compileExceptions(
  catalogue: Catalogue,
  exceptions: readonly ExceptionPolicy[] | undefined,
): readonly Exception[] {
  if (!exceptions?.length) return NO_EXCEPTIONS;
  return exceptions.flatMap((exception) => compileException(catalogue, exception) ?? []);
}

/** Prepares an exception; undefined for one that the catalogue does not allow. */
export function compileException(catalogue: Catalogue, exception: ExceptionPolicy): Exception | undefined {
  const { permission: key, effect, scope } = exception;
  const permission = catalogue.find(key);
  if (!permission || permission.decidedBy !== permission.index) return undefined;
  // Only permissions of project level may have exceptions in a project.
  if (exception.projectId && permission.level !== 'project') return undefined;
  const grant = permission.kind === 'toggle' ? true : (scope ?? []);
  if (effect === 'allow' && grantProblem(catalogue, key, grant)) return undefined;
  return {
    effect,
    permission: key,
    index: permission.index,
    row: effect === 'allow' ? closedRow(catalogue, { [key]: grant }) : undefined,
    projectId: exception.projectId ?? undefined,
    expiresAt: exception.expiresAt ?? Infinity,
  };
}
