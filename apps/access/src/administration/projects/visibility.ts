import { projectNotFound, RosterError } from '@roster/contracts';
import type { StoredProject } from '../../account/accounts/stored-account.js';
import { worksOn } from '../../account/projects/project.js';
import { has, isOwner, type Act } from '../privileges/act.js';

/** Whether the actor may see every project of the account. */
export const seesProjects = (act: Act): boolean => has(act, 'projects:view') || has(act, 'projects:assign');

/** Whether the actor may know of the project: they work on it, own the account, or see every project. */
export const seesProject = (act: Act, project: StoredProject): boolean =>
  isOwner(act) || worksOn(project, act.actorId, act.now) || seesProjects(act);

/** Rejects with `project.not-found`, as for a project that is not there. */
export function requireSeen(act: Act, project: StoredProject): void {
  if (!seesProject(act, project)) throw new RosterError(projectNotFound);
}
