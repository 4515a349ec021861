import { allRights } from './rights.js';

/** What each bus user may do, as JSON: for the local runner, which does not load the contracts itself. */
process.stdout.write(JSON.stringify(allRights()));
