import { join } from 'node:path';

import { isStale, markBuilt, projects } from './projects.mjs';
import { ROOT, runQuietly, step } from './shell.mjs';

/** A compiler takes a core for itself, and half a gigabyte. */
const AT_ONCE = 2;

/** Builds what is stale, each project after those that it needs; adds to `built` what was built, also where it fails. */
export async function build(built = new Set()) {
  const waiting = new Set(projects());
  const running = new Map();
  const isDone = (project) => !waiting.has(project) && !running.has(project);
  try {
    while (waiting.size > 0) {
      for (const project of waiting) {
        if (running.size >= AT_ONCE || !project.needs.every(isDone)) continue;
        waiting.delete(project);
        if (isStale(project))
          running.set(
            project,
            compile(project, built).finally(() => running.delete(project)),
          );
      }
      if (running.size > 0) await Promise.race(running.values());
    }
    await Promise.all(running.values());
  } finally {
    await Promise.allSettled(running.values());
  }
}

async function compile(project, built) {
  const nest = join(ROOT, 'node_modules/@nestjs/cli/bin/nest.js');
  await step(`Built ${project.name}`, () =>
    runQuietly(process.execPath, [nest, 'build', project.name], `Building ${project.name}`),
  );
  markBuilt(project);
  built.add(project);
}
