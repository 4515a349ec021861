import type { Question } from '../decision/decision.js';
import type { AccountPolicy, MemberPolicy, ProjectPolicy, RolePolicy } from '../policy/policy.js';
import { exceptionPolicy } from './rows/exceptions.js';
import type { Tables } from './tables.js';

/** The account's policy, rebuilt from the tables. What the catalogue does not know was dropped when it was compiled. */
export function policyOf(tables: Tables): AccountPolicy {
  const { members, roles, projects } = tables;
  const present = Array.from({ length: members.end }, (_, member) => member).filter((member) =>
    members.isPresent(member),
  );
  return rebuilt(tables, {
    roles: roles.all().map((role) => roles.policyOf(role)),
    members: present.map((member) => memberPolicy(tables, member)),
    projects: projects.policies(),
  });
}

/** The part of the account that an explanation of this question may mention. */
export function sliceFor(tables: Tables, { memberId, record, projectId }: Question): AccountPolicy {
  const { members, sets, roles, projects } = tables;
  const member = members.find(memberId);
  const owner = record?.ownerId ? members.find(record.ownerId) : undefined;
  const chain = owner === undefined ? [] : members.upwards(owner);
  const concerned = new Set(member === undefined ? chain : [member, ...chain]);
  const held = [...concerned].flatMap((each) => sets.at(members.setOf(each)));
  const tree = new Set(held.flatMap((role) => roles.upwards(role)));
  const project = projectId === undefined ? undefined : projects.find(projectId);
  return rebuilt(tables, {
    roles: [...tree].filter((role) => roles.isDefined(role)).map((role) => roles.policyOf(role)),
    members: [...concerned].filter((each) => members.isPresent(each)).map((each) => memberPolicy(tables, each)),
    projects: project ? [projects.policyOf(project)] : [],
  });
}

interface Parts {
  readonly roles: readonly RolePolicy[];
  readonly members: readonly MemberPolicy[];
  readonly projects: readonly ProjectPolicy[];
}

function rebuilt(tables: Tables, { roles, members, projects }: Parts): AccountPolicy {
  const { accountId, status, version, ownerMemberId, teamsEnabled } = tables;
  const partners = tables.projects.partnerPolicies();
  return {
    accountId,
    status,
    version,
    ownerMemberId,
    ...(teamsEnabled && { teamsEnabled }),
    roles,
    members,
    ...(projects.length > 0 && { projects }),
    ...(partners.length > 0 && { partners }),
  };
}

function memberPolicy({ members, sets, roles, plan }: Tables, member: number): MemberPolicy {
  const manager = members.managerOf(member);
  const teams = members.teamsOf(member);
  const exceptions = members.exceptionsOf(member);
  return {
    id: members.idOf(member),
    status: members.statusOf(member) ?? 'revoked',
    roleIds: sets.at(members.setOf(member)).map((role) => roles.idOf(role)),
    ...(manager !== undefined && { managerId: members.idOf(manager) }),
    ...(members.hasAgentAccess(member) && { agentAccess: true }),
    ...(teams.length > 0 && {
      teams: teams.map(({ teamId, expiresAt }) => ({ teamId, ...(expiresAt !== Infinity && { expiresAt }) })),
    }),
    ...(exceptions && { exceptions: exceptions.map((held) => exceptionPolicy(plan, held)) }),
  };
}
