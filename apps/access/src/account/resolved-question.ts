import type { ResolvedQuestion } from '@roster/client';
import {
  needsProject,
  resolveQuestion,
  type AskedQuestion,
  type Catalogue,
  type RegisteredRecord,
} from '@roster/permissions';

/**
 * With `registered`, a question about a record that names no project is decided in the project that the record is
 * registered with.
 */
export type ProjectOf = 'asked' | 'registered';

/** The question with everything that decides it. What is registered is passed in. */
export function resolved(
  catalogue: Catalogue,
  question: AskedQuestion,
  registered: RegisteredRecord | undefined,
  projectOf: ProjectOf,
): ResolvedQuestion {
  const projectId = projectOf === 'registered' && needsProject(catalogue, question) ? registered?.projectId : undefined;
  return resolveQuestion(catalogue, projectId ? { ...question, projectId } : question, registered);
}
