import type { SetMemberProjects, SetProjectTeam, SetProjectTeammate } from '@roster/contracts';
import { invalid } from '@roster/service-kit';
import { isOver } from '../../account/accounts/instant.js';
import type { StoredAccount, StoredProject } from '../../account/accounts/stored-account.js';
import { isServiceAccount, personOf } from '../../account/members/member-of.js';
import { projectOf, requireProjects } from '../../account/projects/project.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import type { Setting } from '../changes/setting.js';
import { withProject } from './project-changes.js';

/**
 * Sets the team of a project. The list counts for the people of this account: service accounts, and whoever comes from
 * elsewhere, stay as they are.
 */
export function withProjectTeam({ account, now }: Setting, { projectId, memberIds }: SetProjectTeam): StoredAccount {
  const project = projectOf(account.stored, projectId);
  const chosen = new Set(memberIds.map((memberId) => personOf(account, memberId).id));
  const people = new Set(account.stored.members.filter((member) => !isServiceAccount(member)).map(({ id }) => id));
  const kept = project.team.filter(({ memberId }) => !people.has(memberId) || chosen.has(memberId));
  return withPlaces(account, project, { ...project, team: kept }, chosen, now);
}

/** Puts one member on the team, until an instant if one is named. */
export function withProjectTeammate({ account, now }: Setting, input: SetProjectTeammate): StoredAccount {
  const project = projectOf(account.stored, input.projectId);
  const { id: memberId } = personOf(account, input.memberId);
  const expiresAt = endOf(input.expiresAt, now);
  if (project.ownerMemberId === memberId) return account.stored;
  const others = project.team.filter((place) => place.memberId !== memberId);
  return withProject(account.stored, { ...project, team: ordered([...others, { memberId, expiresAt }]) });
}

/** Sets the projects on whose teams a member is. */
export function withMemberProjects({ account, now }: Setting, input: SetMemberProjects): StoredAccount {
  const { id } = personOf(account, input.memberId);
  requireProjects(account);
  const chosen = new Set(input.projectIds.map((projectId) => projectOf(account.stored, projectId).id));
  let next = account.stored;
  for (const project of account.stored.projects) {
    const isChosen = chosen.has(project.id);
    const left = { ...project, team: isChosen ? project.team : project.team.filter(({ memberId }) => memberId !== id) };
    const changed = withPlaces(account, project, left, isChosen ? [id] : [], now);
    if (changed !== account.stored) next = withProject(next, projectOf(changed, project.id));
  }
  return next;
}

/** Members whose place on a project's team differs, each once; and the projects that differ. */
export function peopleMoved(
  before: StoredAccount,
  after: StoredAccount,
): { memberIds: string[]; projectIds: string[] } {
  if (before.projects === after.projects) return { memberIds: [], projectIds: [] };
  const were = new Map(before.projects.map((project) => [project.id, project]));
  const memberIds = new Set<string>();
  const changed = after.projects.filter((project) => were.get(project.id) !== project);
  for (const { id, team } of changed) {
    const had = new Map(were.get(id)?.team.map((place) => [place.memberId, place.expiresAt]));
    for (const { memberId, expiresAt } of team) {
      if (!had.has(memberId) || had.get(memberId) !== expiresAt) memberIds.add(memberId);
      had.delete(memberId);
    }
    for (const memberId of had.keys()) memberIds.add(memberId);
  }
  return { memberIds: [...memberIds], projectIds: changed.map(({ id }) => id) };
}

/**
 * Gives a place to those who have none, or whose place has ended. A place that they have stays as it is, with its end. The
 * owner needs none.
 */
function withPlaces(
  { stored }: AccountSnapshot,
  before: StoredProject,
  project: StoredProject,
  memberIds: Iterable<string>,
  now: number,
): StoredAccount {
  const living = project.team.filter((place) => !isOver(place, now));
  const has = new Set(living.map(({ memberId }) => memberId));
  const added = [...memberIds].filter((memberId) => !has.has(memberId) && memberId !== project.ownerMemberId);
  const team =
    added.length === 0 ? project.team : [...living, ...added.map((memberId) => ({ memberId, expiresAt: null }))];
  if (added.length === 0 && team.length === before.team.length) return stored;
  return withProject(stored, { ...project, team: ordered(team) });
}

const ordered = (team: StoredProject['team']): StoredProject['team'] =>
  team.toSorted((a, b) => (a.memberId < b.memberId ? -1 : 1));

function endOf(expiresAt: string | null, now: number): number | null {
  if (expiresAt === null) return null;
  const instant = Date.parse(expiresAt);
  if (instant <= now) throw invalid({ path: 'expiresAt', message: 'must be yet to come' });
  return instant;
}
