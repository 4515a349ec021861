import { projectNotFound, projectsUnsupported, RosterError } from '@roster/contracts';
import { isOver } from '../accounts/instant.js';
import type { StoredAccount, StoredProject } from '../accounts/stored-account.js';
import type { AccountSnapshot } from '../snapshots/account-snapshot.js';

/** The project with this id. Rejects with `project.not-found`. */
export function projectOf({ projects }: Pick<StoredAccount, 'projects'>, projectId: string): StoredProject {
  const id = projectId.toLowerCase();
  const project = projects.find((each) => each.id === id);
  if (!project) throw new RosterError(projectNotFound);
  return project;
}

/** The project's id, null where none is named. Rejects with `project.not-found`. */
export const projectIdOf = (
  { stored }: Pick<AccountSnapshot, 'stored'>,
  projectId: string | undefined,
): string | null => (projectId === undefined ? null : projectOf(stored, projectId).id);

/** Rejects with `projects.unsupported` in a product without projects. */
export function requireProjects({ preset }: Pick<AccountSnapshot, 'preset'>): void {
  if (preset.projects === 'off') throw new RosterError(projectsUnsupported);
}

/** A member's place on the team at this instant (ms): undefined for none, and for one that has ended. */
export const placeOn = ({ team }: StoredProject, memberId: string, now: number) =>
  team.find((place) => place.memberId === memberId && !isOver(place, now));

/** Whether the member may work on the project at all: they own it, or are on its team. */
export const worksOn = (project: StoredProject, memberId: string, now: number): boolean =>
  project.ownerMemberId === memberId || placeOn(project, memberId, now) !== undefined;

/** How many may work on it, the owner too. */
export const sizeOf = (project: StoredProject, now: number): number =>
  new Set([
    project.ownerMemberId,
    ...project.team.filter((place) => !isOver(place, now)).map(({ memberId }) => memberId),
  ]).size;
