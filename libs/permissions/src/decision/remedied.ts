import type { AccountPolicy, ExceptionPolicy, MemberStatus, ProjectPolicy } from '../policy/policy.js';
import type { Remedy } from './decision.js';

/** The account with a set of remedies applied to a member, or to a partner's member. */
export function remedied(policy: AccountPolicy, memberId: string, remedies: readonly Remedy[]): AccountPolicy {
  const person = <T extends Person>(each: T): T => (each.id === memberId ? remedies.reduce(helped, each) : each);
  return {
    ...policy,
    members: policy.members.map(person),
    ...(policy.projects && { projects: policy.projects.map((project) => joined(project, memberId, remedies)) }),
    ...(policy.partners && {
      partners: policy.partners.map((partner) => ({ ...partner, members: partner.members.map(person) })),
    }),
  };
}

interface Person {
  readonly id: string;
  readonly status: MemberStatus;
  readonly exceptions?: readonly ExceptionPolicy[];
}

function helped<T extends Person>(person: T, remedy: Remedy): T {
  const { exceptions = [] } = person;
  switch (remedy.kind) {
    case 'activate':
      return { ...person, status: 'active' };
    case 'grant': {
      const { permission, scope } = remedy;
      return { ...person, exceptions: [...exceptions, { permission, effect: 'allow', scope }] };
    }
    case 'removeDeny':
      return { ...person, exceptions: exceptions.filter((exception) => !isDenyMeant(exception, remedy)) };
    case 'addToTeam':
      return person;
  }
}

const isDenyMeant = (
  { effect, permission, projectId }: ExceptionPolicy,
  remedy: Extract<Remedy, { kind: 'removeDeny' }>,
): boolean => effect === 'deny' && permission === remedy.permission && (projectId ?? undefined) === remedy.projectId;

function joined(project: ProjectPolicy, memberId: string, remedies: readonly Remedy[]): ProjectPolicy {
  if (!remedies.some((remedy) => remedy.kind === 'addToTeam' && remedy.projectId === project.id)) return project;
  return { ...project, team: [...project.team.filter((each) => each.memberId !== memberId), { memberId }] };
}
