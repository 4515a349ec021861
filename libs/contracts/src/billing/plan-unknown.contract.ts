import { errorKind } from '../core/errors.js';

export const planUnknown = errorKind('plan.unknown', 422, 'There is no such plan');
