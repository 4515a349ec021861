// Preloaded with `node --import` into Jest and its workers, so that they read TypeScript.
import { register } from 'node:module';

import 'reflect-metadata';

register('./hooks.mjs', import.meta.url);

// A worker of a run that was broken off: it would go on testing, for nobody.
process.once('disconnect', () => process.exit(1));
