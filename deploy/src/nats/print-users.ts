import { allRights } from './rights.js';
import { usersPage } from './users-page.js';

/** `node deploy/dist/nats/print-users.js > docs/bus-users.md`: what each bus user may read and do, and what its key is worth. */
process.stdout.write(usersPage(allRights()));
