import { join } from 'node:path';

import { programFolder, type Component } from '../names.js';
import { httpGet } from '../processes/http.js';
import { inherited, launch, waitUntil, type Launched } from '../processes/launch.js';
import type { Environment } from './environment.js';

export interface ServiceProcess extends Launched {
  /** Loopback: `/health/live`, `/health/ready`, `/metrics`. */
  readonly adminUrl: string;
}

export interface ServiceOptions {
  /** `access`, or `access-2` for a second replica. */
  name: string;
  service: Component;
  /** The repository's folder, or one with the same layout: `apps/<service>/dist/main.js`. */
  root: string;
  /** The data folder. */
  dir: string;
  environment: Environment;
}

/** Starts one service's process and waits until it is alive. */
export async function startService({ name, service, root, dir, environment }: ServiceOptions): Promise<ServiceProcess> {
  const main = join(root, programFolder(service), 'main.js');
  const launched = await launch({
    name,
    command: process.execPath,
    args: ['--enable-source-maps', main],
    log: join(dir, 'logs', `${name}.log`),
    env: { ...inherited(), ...environment },
    cwd: root,
    ipc: true,
    trace: join(dir, 'traces', name),
  });
  const adminUrl = `http://127.0.0.1:${environment['ADMIN_PORT']}`;
  try {
    await waitUntil(launched, () => isUp(`${adminUrl}/health/live`), 60_000);
  } catch (error) {
    await launched.stop('SIGKILL');
    throw error;
  }
  return Object.assign(launched, { adminUrl });
}

export async function isUp(url: string): Promise<boolean> {
  const answer = await httpGet(url, 2_000).catch(() => undefined);
  return answer?.status === 200;
}
