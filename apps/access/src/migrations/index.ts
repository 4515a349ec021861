import { CreateAccess1763800000000 } from './1763800000000-CreateAccess.js';

export const migrations = [CreateAccess1763800000000];
