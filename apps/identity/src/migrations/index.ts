import { CreatePeople1763800000000 } from './1763800000000-CreatePeople.js';
import { CreateInvitations1763800001000 } from './1763800001000-CreateInvitations.js';
import { CreateServiceTables1763800002000 } from './1763800002000-CreateServiceTables.js';

/** In the order in which they run; one that has landed is never edited. */
export const migrations = [CreatePeople1763800000000, CreateInvitations1763800001000, CreateServiceTables1763800002000];
