/** What a thread needs to say beats, and nothing that takes long to load. */
export { Bus } from './bus/bus.js';
export { AccessSigner } from './feed/access-keys.js';
export { sayBeat } from './feed/beat.js';
