import type { Permission } from '../catalogue/catalogue.js';
import type { Exception, Member, Project, Snapshot } from '../snapshot/snapshot.js';
import { denial, type Decision, type Question } from './decision.js';

/** What a question names, looked up. */
interface Found {
  readonly member: Member;
  /** The permission as it was asked about. */
  readonly asked: Permission;
  readonly project: Project | undefined;
}

/** One question with everything that it names looked up, and what the rules find out on their way. */
export class Evaluation {
  /** What the member holds of the permission: the scope of the answer. */
  bits = 0;
  /** The next expiry that may change the answer. */
  until = Infinity;

  readonly member: Member;
  readonly asked: Permission;
  /** The permission whose grants decide: the same, unless the one asked about is joined to it. */
  readonly permission: Permission;
  /** Only for a permission of project level: others ignore the project. */
  readonly project: Project | undefined;

  constructor(
    readonly snapshot: Snapshot,
    readonly question: Question,
    readonly now: number,
    { member, asked, project }: Found,
  ) {
    this.member = member;
    this.asked = asked;
    this.permission = asked.decidedBy === asked.index ? asked : snapshot.catalogue.at(asked.decidedBy);
    this.project = this.permission.level === 'project' ? project : undefined;
  }

  isExpired(expiresAt: number): boolean {
    return expiresAt <= this.now;
  }

  /** The answer leans on something that ends at this instant. */
  leansOn(expiresAt: number): void {
    if (expiresAt < this.until) this.until = expiresAt;
  }

  /** Unexpired, and of the account or of the project in question. */
  counts(exception: Exception): boolean {
    return !this.isExpired(exception.expiresAt) && (!exception.projectId || exception.projectId === this.project?.id);
  }

  /** The same question, were the member or the project another. */
  with(other: Partial<Pick<Found, 'member' | 'project'>>): Evaluation {
    return new Evaluation(this.snapshot, this.question, this.now, {
      member: this.member,
      asked: this.asked,
      project: this.project,
      ...other,
    });
  }
}

/** Step 1: what the question names is known, or the answer that something is not. */
export function open(snapshot: Snapshot | undefined, question: Question, now: number): Evaluation | Decision {
  if (!snapshot) return denial('unknown_account', 0);
  const { memberId, permission, projectId } = question;
  const project = projectId === undefined ? undefined : snapshot.projects.get(projectId);
  const known = snapshot.members.get(memberId) ?? snapshot.partners.get(memberId);
  const leaves = known?.partner ? endOfVisit(known, project) : Infinity;
  if (!known || leaves <= now) return denial('unknown_member', snapshot.version);
  const asked = snapshot.catalogue.find(permission);
  if (!asked)
    return { ...denial('unknown_permission', snapshot.version), ...(leaves !== Infinity && { until: leaves }) };
  const evaluation = new Evaluation(snapshot, question, now, { member: known, asked, project });
  evaluation.leansOn(leaves);
  return evaluation;
}

/** When a partner's member ceases to be known in questions about this project; he is not where it is not open to him. */
function endOfVisit({ id, partner }: Member, project: Project | undefined): number {
  return project && partner?.projectIds.has(project.id) ? (project.team.get(id) ?? -Infinity) : -Infinity;
}
