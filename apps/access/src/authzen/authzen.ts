import type { AuthzenEvaluation } from '@roster/contracts';
import type { Question } from '@roster/permissions';
import type { AccountSnapshot } from '../snapshots/account-snapshot.js';

type Names = Pick<AccountSnapshot, 'memberIdOf'>;

/** The member that the subject stands for: `member` and `user` alike, by id or e-mail address. */
export function subjectOf(names: Names | undefined, { subject }: AuthzenEvaluation): string | undefined {
  return subject.type === 'member' || subject.type === 'user' ? names?.memberIdOf(subject.id) : undefined;
}

/** The question for the evaluator: the resource's type is a feature, the action's name one of its actions. */
export function authzenQuestion(names: Names, memberId: string, evaluation: AuthzenEvaluation): Question {
  const { resource, action } = evaluation;
  const { ownerId, projectId } = resource.properties ?? {};
  return {
    memberId,
    permission: `${resource.type}:${action.name}`,
    ...(typeof projectId === 'string' && { projectId: projectId.toLowerCase() }),
    record: {
      type: resource.type,
      id: resource.id,
      ...(ownerId !== undefined && { ownerId: ownerOf(names, ownerId) }),
    },
  };
}

/** An owner who is no member is somebody all the same: only who sees everything sees his records. */
function ownerOf(names: Names, ownerId: unknown): string | null {
  if (ownerId === null) return null;
  return typeof ownerId === 'string' ? (names.memberIdOf(ownerId) ?? ownerId) : '';
}
