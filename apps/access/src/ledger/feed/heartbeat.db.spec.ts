import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessWorld } from '../../../../../test/access/access-world.js';

let world: AccessWorld;

beforeAll(async () => {
  world = await AccessWorld.create();
});
afterAll(() => world.close());

/** Prints the beats that it hears as lines of JSON, and ends after the third. */
const LISTEN = `
  import { connect } from '@nats-io/transport-node';
  const bus = await connect({ servers: process.argv[1] });
  let heard = 0;
  for await (const beat of bus.subscribe('beat.access')) {
    console.log(beat.string());
    if ((heard += 1) === 3) process.exit(0);
  }`;

describe('The beat', () => {
  it('goes on while a computation keeps the whole process of access busy', async () => {
    const account = await world.account();
    await account.member(['editor']);
    const version = await account.version();
    // The service runs in this process. It can do nothing until the other process has heard three beats.
    const lines = execFileSync(process.execPath, ['--input-type=module', '-e', LISTEN, world.nats.url], {
      cwd: fileURLToPath(new URL('../../../../../', import.meta.url)),
      timeout: 60_000,
    });
    const beats = lines
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { versions: object });
    expect(beats).toHaveLength(3);
    for (const { versions } of beats) expect(versions).toHaveProperty(account.id, version);
  });
});
