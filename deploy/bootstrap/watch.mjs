import { watch } from 'node:fs';
import { join } from 'node:path';

import { build } from './build.mjs';
import { describe } from './describe.mjs';
import { projects } from './projects.mjs';

/** Milliseconds to wait for more changes: editors save in several steps. */
const SETTLE = 150;

/**
 * Builds a project again when its sources change, then restarts the services that contain it. Returns a function that
 * ends this, and resolves when nothing is being built or started any more.
 */
export function rebuildOnChange(system, say) {
  const all = projects();
  const watchers = all
    .filter(({ name }) => name !== 'deploy')
    .map(({ root }) => watch(join(root, 'src'), { recursive: true }, () => soon()));
  let timer;
  let closed = false;
  let working = Promise.resolve();
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      working = working.then(renew);
    }, SETTLE);
  };

  const built = new Set();
  // Nobody waits for it, because it takes longer than a restart.
  let describing = Promise.resolve();
  async function renew() {
    if (closed) return;
    try {
      await build(built);
      if (closed) return;
      const affected = all.filter((project) => [project, ...project.needs].some(({ name }) => has(built, name)));
      const services = system.services.filter((process) => affected.some(({ name }) => isOf(process, name)));
      built.clear();
      describing = describing.then(() => describe()).catch(({ message }) => say(message));
      await Promise.all(services.map((service) => service.restart()));
      if (services.length > 0) say(`Started again: ${services.map(({ name }) => name).join(', ')}`);
    } catch (error) {
      if (!closed) say(error.message);
    }
  }

  return async () => {
    closed = true;
    clearTimeout(timer);
    for (const each of watchers) each.close();
    await working;
  };
}

const has = (built, wanted) => [...built].some(({ name }) => name === wanted);

/** Additional replicas are numbered: `gateway-2`. */
const isOf = (process, name) => process.name === name || process.name.startsWith(`${name}-`);
