/** What things are called on the bus, without the contracts: those take a second to load. For threads. */
export { HEADERS } from './core/call.js';
export { heartbeatSubject, inboxPrefix, isNamedKind } from './core/naming.js';
