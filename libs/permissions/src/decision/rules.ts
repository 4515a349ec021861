import { ALL } from '../scope/scope.js';
import type { Reason } from './decision.js';
import type { Frame } from './frame.js';
import { reaches } from './reach.js';

/** A step of the decision order: its reason if it ends the decision, undefined to go on. */
type Rule = (frame: Frame) => Reason | undefined;

/** Step 2. */
export const standing: Rule = ({ member, permission, snapshot }) => {
  if (member.status !== 'active') return 'member_not_active';
  if (snapshot.suspended && !permission.whileSuspended) return 'account_suspended';
  return undefined;
};

/** Step 3. */
export const projectNamed: Rule = ({ permission, question, project }) => {
  if (permission.level !== 'project' || project) return undefined;
  return question.projectId ? 'unknown_project' : 'project_required';
};

/** Step 4: owners may do everything in what is theirs; in a project, nobody else may who is not on its team. */
export const ownership: Rule = (frame) => {
  const { snapshot, member, project } = frame;
  if (member.id === snapshot.ownerMemberId) {
    frame.bits = ALL;
    return 'account_owner';
  }
  if (!project) return undefined;
  if (member.id === project.ownerMemberId) {
    frame.bits = ALL;
    return 'project_owner';
  }
  const leaves = project.team.get(member.id);
  if (leaves === undefined || frame.isExpired(leaves)) return 'not_on_team';
  frame.leansOn(leaves);
  return undefined;
};

/** Step 5. */
export const grantable: Rule = ({ permission }) => (permission.grantable ? undefined : 'not_grantable');

/** Step 6: a DENY of the key itself, or of the base action, which takes the whole feature with it. */
export const notDenied: Rule = (frame) => {
  const { permission, member } = frame;
  if (member.exceptions.length === 0) return undefined;
  return isDenied(frame, permission.index) || isDenied(frame, permission.base) ? 'exception_deny' : undefined;
};

/** The project's exceptions for this very key beat the account's, either way; within a level DENY beats ALLOW. */
function isDenied(frame: Frame, index: number): boolean {
  let byAccount = false;
  let byProject = false;
  let lifted = false;
  for (const exception of frame.member.exceptions) {
    if (exception.index !== index || !frame.counts(exception)) continue;
    if (exception.effect === 'deny') {
      if (exception.projectId) byProject = true;
      else byAccount = true;
    } else if (exception.projectId) lifted = true;
    else continue;
    frame.leansOn(exception.expiresAt);
  }
  return byProject || (byAccount && !lifted);
}

/** Step 7: the union of what roles, agent access and unexpired ALLOWs give. */
export const granted: Rule = (frame) => {
  const { member, permission, snapshot } = frame;
  let bits = member.roleSet.row[permission.index] ?? 0;
  if (member.agentAccess) bits |= snapshot.agents[permission.index] ?? 0;
  for (const exception of member.exceptions) {
    const given = exception.row?.[permission.index] ?? 0;
    if (given === 0 || !frame.counts(exception)) continue;
    bits |= given;
    frame.leansOn(exception.expiresAt);
  }
  frame.bits = bits;
  return bits === 0 ? 'no_grant' : undefined;
};

/** Step 8: the record, where there is one and the permission looks at records. */
export const inReach = (frame: Frame): Reason => {
  const { permission, question, bits } = frame;
  if (permission.kind === 'toggle') return 'granted';
  if (!question.record) return bits === ALL ? 'granted' : 'granted_in_part';
  const { ownerId, projectId } = question.record;
  if (frame.project && projectId !== undefined && projectId !== frame.project.id) return 'wrong_project';
  if (bits === ALL) return 'in_scope';
  // The record asked about in a creation is the new one: no owner named means the member himself.
  const owner = ownerId === undefined && frame.asked.action === 'create' ? frame.member.id : ownerId;
  if (owner === undefined) return 'owner_unknown';
  return reaches(frame, owner) ? 'in_scope' : 'out_of_scope';
};
