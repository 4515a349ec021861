import type { Permission } from '../catalogue/catalogue.js';
import type { Exception, Member, Project, Snapshot } from '../snapshot/snapshot.js';
import type { Question, Reason } from './decision.js';

/** One question with everything that it names looked up, and what the rules find out on their way. */
export class Frame {
  /** What the member holds of the permission: the scope of the answer. */
  bits = 0;
  /** The next expiry that may change the answer. */
  until = Infinity;

  readonly member: Member;
  /** As it was asked about. */
  readonly asked: Permission;
  /** The permission whose grants decide: the same, unless the one asked about is joined to it. */
  readonly permission: Permission;
  /** Only for a permission of project level: others ignore the project. */
  readonly project: Project | undefined;

  constructor(
    readonly snapshot: Snapshot,
    readonly question: Question,
    readonly now: number,
    { member, asked }: { member: Member; asked: Permission },
  ) {
    this.member = member;
    this.asked = asked;
    this.permission = asked.decidedBy === asked.index ? asked : snapshot.catalogue.at(asked.decidedBy);
    this.project =
      this.permission.level === 'project' && question.projectId ? snapshot.projects.get(question.projectId) : undefined;
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
}

/** Step 1: what the question names is known, or the reason why not. */
export function open(snapshot: Snapshot | undefined, question: Question, now: number): Frame | Reason {
  if (!snapshot) return 'unknown_account';
  const member = snapshot.members.get(question.memberId);
  if (!member) return 'unknown_member';
  const asked = snapshot.catalogue.find(question.permission);
  if (!asked) return 'unknown_permission';
  return new Frame(snapshot, question, now, { member, asked });
}
