import { join } from 'node:path';

import { COMPONENTS, programFolder } from '../names.js';
import { inherited, launch, STOP_PATIENCE, waitUntil, type Launched } from '../processes/launch.js';
import { program } from '../processes/program.js';
import type { Environment } from './environment.js';

/** Each service's own, by its name. */
export type Environments = Readonly<Record<string, Environment>>;

interface Options {
  environments: Environments;
  /** Settings for every service. */
  env: Environment;
  /** The repository's folder, or one with the same layout: `apps/<service>/dist/service.js`. */
  root: string;
  /** The data folder. */
  dir: string;
}

/** All services as one process. */
export interface SharedProcess {
  /** Loads the modules before the servers are running. `start` continues from there. */
  prepare(): void;
  /** Starts it and waits until each service is up. */
  start(): Promise<Launched>;
  /** Ends a process that was prepared and never started. */
  discard(): Promise<void>;
}

/**
 * Here, memory and start time matter more than maximum throughput. V8's default young generation of 16 MB costs 15 MB
 * more. Source maps, which Node reads for every package too, cost 15 MB and a second of CPU; without them, stack traces
 * name lines in `dist`. Where each service has its own process, both are on.
 */
const LEAN = ['--max-semi-space-size=4'];

export function sharedProcess(options: Options): SharedProcess {
  const { environments, env, root, dir } = options;
  let prepared: Promise<Launched> | undefined;
  const open = () =>
    launch({
      name: 'roster',
      command: process.execPath,
      args: [
        ...LEAN,
        program('local/host'),
        ...COMPONENTS.map((component) => join(root, programFolder(component), 'service.js')),
      ],
      log: join(dir, 'logs/roster.log'),
      env: { ...inherited(), NODE_ENV: 'production', ...env },
      cwd: root,
      ipc: true,
      trace: join(dir, 'traces/roster'),
      // The gateway stops first, and then the services behind it.
      stopPatience: 2 * STOP_PATIENCE,
    });
  return {
    prepare() {
      prepared = open();
      prepared.catch(() => undefined); // `start` reports it.
    },
    async start() {
      const launched = await (prepared ?? open());
      prepared = undefined;
      const full = Object.entries(environments).map(([name, own]) => [name, { ...inherited(), ...own }]);
      launched.tell({ environments: Object.fromEntries(full) });
      try {
        await waitUntil(launched, async () => launched.isReady, 60_000);
      } catch (error) {
        await launched.stop('SIGKILL');
        throw error;
      }
      return launched;
    },
    async discard() {
      await (await prepared?.catch(() => undefined))?.stop('SIGKILL');
      prepared = undefined;
    },
  };
}
