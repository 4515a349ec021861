import type { ResolvedQuestion } from '@roster/client';
import {
  needsProject,
  resolveQuestion,
  type AskedQuestion,
  type Catalogue,
  type RegisteredRecord,
} from '@roster/permissions';

/** `registered`: a question about a record that names no project is asked in the one that the record is registered with. */
export type ProjectOf = 'asked' | 'registered';

/** A question with all that decides it, where it is known already what is registered. */
export function resolved(
  catalogue: Catalogue,
  question: AskedQuestion,
  registered: RegisteredRecord | undefined,
  projectOf: ProjectOf,
): ResolvedQuestion {
  const projectId = projectOf === 'registered' && needsProject(catalogue, question) ? registered?.projectId : undefined;
  return resolveQuestion(catalogue, projectId ? { ...question, projectId } : question, registered);
}
