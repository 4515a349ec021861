import { errorKind } from '../core/errors.js';

export const projectNotFound = errorKind('project.not-found', 404, 'There is no such project');
