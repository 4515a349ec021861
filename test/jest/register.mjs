// Preloaded with `node --import` into Jest and its workers, so that they read TypeScript.
import { register } from 'node:module';

import 'reflect-metadata';

register('./hooks.mjs', import.meta.url);

// A worker of a run that was broken off: it would go on testing, for nobody.
const end = () => process.exit(1);
process.once('disconnect', end);
// Jest ends a worker by listening to it no more. The listener above would keep it alive, until Jest kills it and warns.
process.on('removeListener', (event) => event === 'message' && process.off('disconnect', end));
