import { printed, routeTable } from './route-table.js';

process.stdout.write(`${printed(routeTable())}\n`);
