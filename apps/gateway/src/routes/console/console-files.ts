import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Where the console's build is, seen from this file's folder in `src` and in `dist` alike. */
export const CONSOLE_FOLDER = join(import.meta.dirname, '../../../../console/dist');

/** A year: the name of a file changes with what is in it. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

/** Serves the console's scripts and styles, compressed by its build. */
export async function serveConsoleFiles(server: FastifyInstance): Promise<void> {
  const root = join(CONSOLE_FOLDER, 'assets');
  if (!existsSync(root)) return;
  await server.register(fastifyStatic, {
    root,
    prefix: '/console/assets/',
    decorateReply: false,
    preCompressed: true,
    // Only files that the build has made: no other path is looked for.
    wildcard: false,
    cacheControl: false,
    setHeaders: (reply) => reply.header('cache-control', IMMUTABLE),
  });
}
