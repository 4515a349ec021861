import {
  memberNotActive,
  MOST_PROJECTS,
  nameKey,
  projectLimitReached,
  projectNameTaken,
  projectNameWrong,
  projectNotOwner,
  RosterError,
  type CreateProject,
  type DeleteProject,
  type EditProject,
  type TransferProject,
} from '@roster/contracts';
import { invalid } from '@roster/service-kit';
import type { StoredAccount, StoredMember, StoredProject } from '../../account/accounts/stored-account.js';
import { isServiceAccount, memberOf, personOf } from '../../account/members/member-of.js';
import { standingOf } from '../../account/members/member.js';
import { projectOf, requireProjects } from '../../account/projects/project.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import type { Setting } from '../changes/setting.js';
import { seesProject } from './visibility.js';

type ActedSetting = Setting & { readonly actorId: string };

export function createdProject(
  { account, createdId, actorId }: ActedSetting,
  { name, ownerId }: CreateProject,
): StoredAccount {
  const { stored } = account;
  requireProjects(account);
  if (stored.projects.length >= MOST_PROJECTS) throw new RosterError(projectLimitReached);
  if (ownerId === undefined && isServiceAccount(memberOf(account, actorId)))
    throw invalid({ path: 'ownerId', message: 'is required: a key of the API owns nothing' });
  const owner = activePerson(account, ownerId ?? actorId);
  const project = { id: createdId, name: freeName(account, actorId, name), ownerMemberId: owner.id, team: [] };
  return { ...stored, projects: [...stored.projects, project] };
}

export function renamedProject({ account, actorId }: ActedSetting, input: EditProject): StoredAccount {
  const project = projectOf(account.stored, input.projectId);
  const name = freeName(account, actorId, input.name, project);
  return name === project.name ? account.stored : withProject(account.stored, { ...project, name });
}

/** Also ends what people were given or denied in the project. */
export function deletedProject({ account }: Setting, { projectId, name }: DeleteProject): StoredAccount {
  const { stored } = account;
  const project = projectOf(stored, projectId);
  if (nameKey(name) !== nameKey(project.name)) throw new RosterError(projectNameWrong);
  return {
    ...stored,
    projects: stored.projects.filter(({ id }) => id !== project.id),
    members: withoutExceptionsIn(stored.members, project.id),
  };
}

/** The former owner stays on the team. */
export function transferredProject({ account }: Setting, input: TransferProject): StoredAccount {
  const project = projectOf(account.stored, input.projectId);
  const { ownerMemberId, team } = project;
  if (input.ownerId !== undefined && input.ownerId.toLowerCase() !== ownerMemberId)
    throw new RosterError(projectNotOwner);
  const heir = activePerson(account, input.memberId);
  if (heir.id === ownerMemberId) return account.stored;
  const isMember = account.stored.members.some(({ id }) => id === ownerMemberId);
  return withProject(account.stored, {
    ...project,
    ownerMemberId: heir.id,
    team: [
      ...team.filter(({ memberId }) => memberId !== heir.id),
      ...(isMember ? [{ memberId: ownerMemberId, expiresAt: null }] : []),
    ],
  });
}

/** The account with one of its projects changed. */
export const withProject = (account: StoredAccount, changed: StoredProject): StoredAccount => ({
  ...account,
  projects: account.projects.map((project) => (project.id === changed.id ? changed : project)),
});

function activePerson(account: AccountSnapshot, memberId: string): StoredMember {
  const person = personOf(account, memberId);
  if (standingOf(person) !== 'active') throw new RosterError(memberNotActive);
  return person;
}

/** Where nobody has any, the list stays the same object, so that no difference is looked for. */
function withoutExceptionsIn(members: readonly StoredMember[], projectId: string): readonly StoredMember[] {
  const isInIt = (exception: StoredMember['exceptions'][number]) => exception.projectId === projectId;
  if (!members.some(({ exceptions }) => exceptions.some(isInIt))) return members;
  return members.map((member) =>
    member.exceptions.some(isInIt)
      ? { ...member, exceptions: member.exceptions.filter((exception) => !isInIt(exception)) }
      : member,
  );
}

/** Says which project has the name to those who may know of that one. */
function freeName(account: AccountSnapshot, actorId: string, name: string, own?: StoredProject): string {
  const { projects } = account.stored;
  const taken = projects.find((project) => project !== own && nameKey(project.name) === nameKey(name));
  if (!taken) return name;
  const isSeen = seesProject({ account, actorId, now: Date.now() }, taken);
  throw new RosterError(projectNameTaken, undefined, isSeen ? { details: { project: taken.id } } : {});
}
