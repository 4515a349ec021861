// Preloaded with `node --import` into Jest and its workers, so that they read TypeScript.
import { register } from 'node:module';

import 'reflect-metadata';

register('./hooks.mjs', import.meta.url);
