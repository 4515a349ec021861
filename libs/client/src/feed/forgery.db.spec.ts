import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import { accountChanged, heartbeatSubject, loadPresets, type AccountChange, type Heartbeat } from '@roster/contracts';
import { newAccessKeys } from '@roster/deploy';
import type { AccountDelta } from '@roster/permissions';
import { pino } from 'pino';
import { accessKeys, accessSigner } from '../../../../test/harness/access-keys.js';
import { eventually } from '../../../../test/harness/eventually.js';
import { createTestNats, type TestNats } from '../../../../test/harness/nats.js';
import { envelopeOf } from '../../../../test/harness/peer.js';
import { Bus } from '../bus/bus.js';
import { followAccess } from './access-feed.js';
import { sayBeat } from './beat.js';
import { AccessSigner } from './access-keys.js';
import { sealed } from './seal.js';

/** A user who may publish on every subject of the bus, but does not have the key of access. */
let somebody: Bus;
let nats: TestNats;
let listener: Bus;
const heard: { changes: AccountChange[]; beats: Heartbeat[] } = { changes: [], beats: [] };
const log: string[] = [];

const presets = loadPresets('');
const catalogueHash = presets.catalogue('ortto')!.hash;
const accountId = '019abcde-0000-7000-8000-000000000001';
const stranger = new AccessSigner(newAccessKeys().signing);

const delta = (version: number, status: 'active' | 'revoked' = 'active'): AccountDelta => ({
  accountId,
  from: version - 1,
  version,
  members: { set: [{ id: accountId, status, roleIds: [] }] },
});
const changeOf = (version: number, signer = accessSigner): AccountChange => {
  const change = { preset: 'ortto', catalogueHash, from: version - 1, version, delta: delta(version) };
  return { ...change, seal: sealed({ ...change, accountId }, '', signer).seal };
};
const textOf = (change: object, id = accountId) =>
  JSON.stringify(envelopeOf(accountChanged, id, id, change as AccountChange));
const beatOf = (at: number): Heartbeat => ({ at, presets: presets.hash, window: 5_000, versions: { [accountId]: at } });

beforeAll(async () => {
  nats = await createTestNats();
  const logger = pino({ level: 'error' }, { write: (line: string) => void log.push(line) });
  listener = await Bus.connect({ servers: nats.url, caller: 'service', logger });
  somebody = await Bus.connect({ servers: nats.url, caller: 'billing', logger: pino({ level: 'silent' }) });
  await followAccess(listener, accessKeys, {
    changed: (_, change) => void heard.changes.push(change),
    beat: (beat) => void heard.beats.push(beat),
  });
});
afterAll(async () => {
  await listener.drain();
  await somebody.drain();
  await nats.remove();
});

beforeEach(() => {
  for (const list of [heard.changes, heard.beats, log]) list.length = 0;
});

const say = (text: string) => somebody.connection.publish(accountChanged.subject, text);

/** Publishes a real change and waits for it, so that everything published before has arrived too. */
async function theRealOne(version = 900): Promise<void> {
  say(textOf(changeOf(version)));
  await eventually(
    'the real change',
    async () => heard.changes.some((change) => change.version === version) || undefined,
  );
}

describe('A message in the name of access', () => {
  it('is accepted where access has signed it', async () => {
    await theRealOne(2);
    sayBeat(somebody.connection, beatOf(1), accessSigner);
    await eventually('the beat', async () => heard.beats.length === 1 || undefined);
    expect(log).toEqual([]);
  });

  const real = changeOf(2);
  it.each<[string, object, string?]>([
    ['without a signature', { ...real, seal: undefined }],
    ['with a signature that is none', { ...real, seal: { ...real.seal, signature: 'x' } }],
    ['with the signature of somebody else', changeOf(2, stranger)],
    ['with the signature of another change', { ...real, seal: changeOf(3).seal }],
    ['with other content', { ...real, delta: delta(2, 'revoked') }],
    [
      'with content that its seal was made for, by hand',
      { ...real, delta: delta(2, 'revoked'), seal: { ...real.seal, content: '0' } },
    ],
    ['for another account', real, '019abcde-0000-7000-8000-000000000009'],
    [
      'with the delta of another account',
      { ...real, delta: { ...real.delta, accountId: '019abcde-0000-7000-8000-000000000009' } },
    ],
    ['as another version', { ...real, from: 2, version: 3 }],
    [
      'as another version, the delta too',
      { ...real, from: 2, version: 3, delta: { ...real.delta, from: 2, version: 3 } },
    ],
    ['of another catalogue', { ...real, catalogueHash: 'other' }],
    ['after another change', { ...real, seal: { ...real.seal, previous: 'other' } }],
    ['as nothing at all', {}],
  ])('is not heard %s', async (_, change, id = accountId) => {
    say(textOf(change, id));
    await theRealOne();
    expect(heard.changes.map(({ version }) => version)).toEqual([900]);
    expect(log.join()).toContain('not signed by access');
  });

  it('is not accepted as a copy out of a stream, however the stream got it', async () => {
    const manager = await jetstreamManager(somebody.connection);
    await manager.streams.add({
      name: 'SPY',
      subjects: ['spy.x'],
      republish: { src: 'spy.x', dest: accountChanged.subject },
    });
    somebody.connection.publish('spy.x', textOf(changeOf(7)));
    const delivering = {
      durable_name: 'spy',
      deliver_subject: accountChanged.subject,
      ack_policy: 'explicit',
    } as const;
    await eventually('the copy', async () => log.some((line) => line.includes('a copy out of a stream')) || undefined);
    log.length = 0;
    await manager.consumers.add('SPY', delivering);
    await eventually(
      'the delivery',
      async () => log.some((line) => line.includes('a copy out of a stream')) || undefined,
    );
    await manager.streams.delete('SPY');
    await theRealOne();
    expect(heard.changes.map(({ version }) => version)).toEqual([900]);
  });

  it('is not a beat unless access has signed exactly these words', async () => {
    const forged = JSON.stringify(beatOf(5));
    const subject = heartbeatSubject('access');
    const signed = (signature: string) => {
      const said = headers();
      said.set('Roster-Signature', signature);
      return { headers: said };
    };
    somebody.connection.publish(subject, forged);
    somebody.connection.publish(subject, forged, signed(stranger.sign('beat', forged)));
    somebody.connection.publish(subject, forged, signed(accessSigner.sign('beat', JSON.stringify(beatOf(4)))));
    somebody.connection.publish(subject, forged, signed(accessSigner.sign('change', forged)));
    sayBeat(somebody.connection, beatOf(6), accessSigner);
    await eventually('the real one', async () => heard.beats.length > 0 || undefined);
    expect(heard.beats.map(({ at }) => at)).toEqual([6]);
    expect(log).toHaveLength(4);
  });
});
