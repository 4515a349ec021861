import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { endWithThisProcess, freePort, startNats, type Nats } from '@roster/deploy';

endWithThisProcess();

/** A nats-server of one's own, for tests that stop it, kill it or take its data away. It keeps its port. */
export interface TestNats {
  readonly url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** SIGKILL: nothing is written out. */
  kill(): Promise<void>;
  /** Deletes JetStream's folder; the server has to be stopped. */
  loseData(): Promise<void>;
  /**
   * Kills it for good and deletes its files. Called before the services on it are stopped: one that has lost its bus ends
   * at once, while a consumer in order waits up to 2 s for its last pull.
   */
  remove(): Promise<void>;
}

/** Starts a server without users. Needs `TEST_NATS_SERVER`, the path of a nats-server. */
export async function createTestNats(): Promise<TestNats> {
  const binary = process.env['TEST_NATS_SERVER'];
  if (!binary) throw new Error('TEST_NATS_SERVER is not set: run database tests with `npm test`');
  const dir = await mkdtemp(join(tmpdir(), 'roster-nats-'));
  const port = await freePort();
  let server: Nats | undefined;
  const test: TestNats = {
    url: `nats://127.0.0.1:${port}`,
    async start() {
      server = await startNats({ binary, dir, port });
    },
    async stop() {
      await server?.stop();
      server = undefined;
    },
    async kill() {
      await server?.kill();
      server = undefined;
    },
    loseData: () => rm(join(dir, 'jetstream'), { recursive: true, force: true }),
    async remove() {
      await test.kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
  await test.start();
  return test;
}
