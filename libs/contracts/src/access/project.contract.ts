import { IsId, Nothing } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { errorKind } from '../core/errors.js';

export const projectNotFound = errorKind('project.not-found', 404, 'There is no such project');

export class ProjectId {
  @IsId()
  projectId!: string;
}

/**
 * Answers only people who work on the project: its team, its owner, or the account's owner. To everybody else it does
 * not exist.
 */
export const checkOwnProject = rpc({
  context: 'access',
  noun: 'project',
  verb: 'check-own',
  permission: { open: 'self' },
  input: ProjectId,
  output: Nothing,
  errors: [projectNotFound],
  callers: ['identity'],
});
