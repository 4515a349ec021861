import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { RpcClient } from '@roster/client';
import { checkStale, listRecorded, RosterError, type RecordedEvent } from '@roster/contracts';
import { eventually } from '../../../../../test/harness/eventually.js';
import { keepNote, NotesWorld } from '../../../../../test/harness/notes.js';
import { Peer } from '../../../../../test/harness/peer.js';
import { Arrivals } from '../arrivals.js';

/** Milliseconds. An event that is published again within it is taken for the same one; the usual two minutes are too long. */
const WINDOW = 200;
/** Milliseconds that a read waits for what is missing. */
const PATIENCE = 300;

let world: NotesWorld;

beforeAll(async () => {
  world = await NotesWorld.create({ duplicateWindow: WINDOW, consumer: 'billing' });
});
afterAll(() => world.close());

/** All that the outbox has of the account: the list of contracts, by which identity chooses, has no event of tests. */
const recordedOf = async (accountId: string): Promise<RecordedEvent[]> =>
  (await world.asAdministrator('identity', `select id, subject from outbox where account = '${accountId}'`)).map(
    ({ id, subject }) => ({ id: String(id), subject: String(subject) }),
  );

it('lets reads that name a version go on once its cause is gone and it is published again, and has one effect', async () => {
  const [account, other] = [randomUUID(), randomUUID()];
  const [stuck = ''] = await world.write(account, 1);
  await world.write(account, 1);
  await world.write(other, 1);
  let isBroken = true;
  const bus = await world.bus('billing');
  const consumer = await world.consumer({
    bus,
    maxDeliveries: 2,
    backoff: [10],
    handle: async (envelope, manager) => {
      if (isBroken && envelope.id === stuck) throw new Error('It cannot be handled');
      await keepNote(envelope, manager);
    },
  });
  await world.relay();
  const contract = listRecorded.identity;
  if (!contract) throw new Error('Nobody follows identity');
  new Peer(await world.bus('identity')).answer(contract, async ({ accountId }) => ({
    events: await recordedOf(accountId),
    more: false,
  }));
  const arrivals = new Arrivals('billing', new RpcClient(bus), world.access.database);
  const read = async (accountId: string): Promise<string> => {
    try {
      await arrivals.all(accountId, Date.now() + PATIENCE);
      return 'answered';
    } catch (error) {
      if (error instanceof RosterError && error.is(checkStale)) return 'refused';
      throw error;
    }
  };
  const answered = (accountId: string) =>
    eventually('an answer', async () => (await read(accountId)) === 'answered' || undefined);

  await eventually('a dead letter', async () => consumer.counts.buried === 1 || undefined);
  await eventually('the others', async () => (await world.effects()).length === 2 || undefined);
  await answered(other);
  expect(await read(account)).toBe('refused');
  isBroken = false;
  expect(await read(account)).toBe('refused');

  // What an operator does (`docs/decisions.md` 15a).
  const again = `update outbox set published_at = null, stream_seq = null
    where id = '${stuck}' and published_at < now() - interval '${2 * WINDOW} milliseconds' returning id`;
  await eventually(
    'the window to pass',
    async () => (await world.asAdministrator('identity', again)).length === 1 || undefined,
  );
  await answered(account);
  expect((await world.effects()).filter((id) => id === stuck)).toHaveLength(1);
  expect(consumer.counts.buried).toBe(1);
});
