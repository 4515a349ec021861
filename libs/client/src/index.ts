export { RosterClient } from './roster-client.js';
