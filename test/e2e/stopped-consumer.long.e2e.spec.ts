import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { select } from '../harness/administrator.js';
import { unsettledEvents } from '../harness/bus.js';
import { eventually } from '../harness/eventually.js';
import { figure, percentile } from '../harness/figures.js';
import { address, openAccount, roleId, succeeded, type Person } from '../harness/people.js';
import { underWay } from '../harness/projections.js';
import { ownSystem, type OwnSystem } from '../harness/system.js';

/** Commands while the consumer runs, and as many while it does not. */
const COMMANDS = 40;

/** P12: a consumer that hangs holds nothing but its own events up. */
describe('While notifications stands still', () => {
  let own: OwnSystem;
  let owner: Person;
  let editor: string;

  beforeAll(async () => {
    own = await ownSystem({ processes: 'all' });
    owner = await openAccount(own, { planId: 'business' });
    editor = await roleId(owner, 'Editor');
  });
  afterAll(() => own?.remove());

  /** An invitation, which is to be mailed, and its withdrawal, which frees the seat. */
  async function invite(): Promise<{ email: string; ms: number }> {
    const email = address('guest');
    const begun = performance.now();
    const { body } = succeeded(await owner.api.post('/v1/invitations', { emails: [email], roleIds: [editor] }));
    succeeded(await owner.api.delete(`/v1/invitations/${body.invitations[0].id}`));
    return { email, ms: performance.now() - begun };
  }

  async function inviteMany() {
    const invited: Awaited<ReturnType<typeof invite>>[] = [];
    for (let done = 0; done < COMMANDS; done += 1) invited.push(await invite());
    const times = invited.map(({ ms }) => ms);
    return { emails: invited.map(({ email }) => email), p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
  }

  /** Those of whose invitation notifications has heard. */
  const heardOf = async (emails: readonly string[]): Promise<number> => {
    const rows = await select(own, 'notifications', 'select distinct recipient from deliveries');
    const known = new Set(rows.map(({ recipient }) => recipient));
    return emails.filter((email) => known.has(email)).length;
  };

  it('commands are done as ever, and it takes up all that it has missed once it goes on (P12)', async () => {
    await inviteMany();
    const before = await inviteMany();
    const notifications = own.system.service('notifications');
    notifications.signal('SIGSTOP');
    let during: typeof before;
    let heard: number;
    let waiting: number;
    try {
      during = await inviteMany();
      heard = await heardOf(during.emails);
      waiting = await unsettledEvents(own);
    } finally {
      notifications.signal('SIGCONT');
    }
    // It has heard of none, so no command has waited until it did.
    expect(heard).toBe(0);
    expect(waiting).toBeGreaterThanOrEqual(COMMANDS);
    const begun = performance.now();
    await eventually('everything to have arrived', async () => (await underWay(own)).length === 0 || undefined);
    expect(await heardOf(during.emails)).toBe(COMMANDS);
    figure('P12 notifications stopped', {
      commands: 2 * COMMANDS,
      'p50 ms before': before.p50,
      'p50 ms meanwhile': during.p50,
      'p99 ms before': before.p99,
      'p99 ms meanwhile': during.p99,
      'ms to drain': performance.now() - begun,
    });
  });
});
