import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { followAccess, RosterEvaluator, RpcSnapshotSource, type SnapshotSource } from '@roster/client';
import { accountChanged, getSnapshot, type Heartbeat, type RpcCaller } from '@roster/contracts';
import { compile } from '@roster/permissions';
import type { Bus } from '@roster/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { accessKeys } from '../../../../../test/harness/access-keys.js';
import { AccessWorld } from '../../../../../test/access/access-world.js';
import { crowd } from '../../../../../test/access/crowd.js';
import { eventually } from '../../../../../test/harness/eventually.js';
import { figure } from '../../../../../test/harness/figures.js';
import { patientCaller } from '../../../../../test/harness/patience.js';
import { testPresets } from '../../../../../test/presets/presets.js';

const presets = testPresets();
let world: AccessWorld;
let bus: Bus;
let rpc: RpcCaller;
let source: SnapshotSource;

beforeAll(async () => {
  world = await AccessWorld.create();
  bus = await world.connect('service');
  rpc = patientCaller(bus);
  source = new RpcSnapshotSource(rpc, accessKeys);
});
afterAll(() => world.close());

const whole = async (from: SnapshotSource, accountId: string) => {
  const loaded = await from.load(accountId);
  if (loaded?.state.kind !== 'whole') throw new Error('not the whole');
  return loaded.state.policy;
};

describe('An account', () => {
  it('is sent in pages that each fit into a message, and is complete when put together', async () => {
    const account = await world.account();
    const editor = await account.member(['editor']);
    await crowd(account, 9_000);
    let pages = 0;
    const counting: RpcCaller = {
      call: async (contract, input, context) => {
        pages += 1;
        const page = await rpc.call(contract, input, context);
        expect(JSON.stringify(page).length).toBeLessThan(600_000);
        return page;
      },
    };
    const policy = await whole(new RpcSnapshotSource(counting, accessKeys), account.id);
    expect(pages).toBeGreaterThan(1);
    expect(policy.members).toHaveLength(9_002);
    expect(new Set(policy.members.map(({ id }) => id)).size).toBe(9_002);
    const catalogue = presets.catalogue('ortto');
    if (!catalogue) throw new Error('no preset');
    const question = { memberId: editor, permission: 'campaigns:edit' };
    const decision = compile(catalogue, policy).decide(question, Date.now());
    expect({ ...decision }).toMatchObject(await account.check(editor, 'campaigns:edit'));
  });

  it('that changes between its pages still ends up at one version', async () => {
    const account = await world.account();
    const [first, last] = [await account.member(['editor']), await account.member(['editor'])].toSorted();
    await crowd(account, 9_000);
    let changed = false;
    const meddling: RpcCaller = {
      call: async (contract, input, context) => {
        const page = await rpc.call(contract, input, context);
        if (!changed) {
          changed = true;
          for (const memberId of [first!, last!]) await account.setRoles(account.owner, memberId, ['read-only']);
        }
        return page;
      },
    };
    const policy = await whole(new RpcSnapshotSource(meddling, accessKeys), account.id);
    expect(policy.version).toBe(await account.version());
    const now = await whole(source, account.id);
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
    expect(policy.members.toSorted(byId)).toEqual(now.members.toSorted(byId));
  });

  it('is sent as the changes since a version, where they are not too many', async () => {
    const account = await world.account();
    const member = await account.member(['editor']);
    const since = await account.version();
    await expect(source.load(account.id, since)).resolves.toMatchObject({
      version: since,
      state: { kind: 'deltas', deltas: [] },
    });
    await account.setRoles(account.owner, member, ['read-only']);
    await account.setRoles(account.owner, member, ['contributor']);
    await expect(source.load(account.id, since)).resolves.toMatchObject({
      version: since + 2,
      state: { kind: 'deltas', deltas: [{ from: since }, { from: since + 1, version: since + 2 }] },
    });
    await expect(source.load(account.id, since + 9)).resolves.toMatchObject({ state: { kind: 'whole' } });
    await world.query('update changes set delta = null where account_id = $1 and version = $2', [
      account.id,
      since + 1,
    ]);
    await expect(source.load(account.id, since)).resolves.toMatchObject({ state: { kind: 'whole' } });
  });

  it('that does not exist is reported as missing', async () => {
    await expect(rpc.call(getSnapshot, { accountId: uuidv7() })).resolves.toEqual({ found: false });
    await expect(source.load(uuidv7(), 3)).resolves.toBeUndefined();
  });

  it('is waited for where a version is asked for', async () => {
    const account = await world.account();
    const member = await account.member(['editor']);
    const version = await account.version();
    const waiting = rpc.call(getSnapshot, { accountId: account.id, since: version, atLeast: version + 1 });
    await account.setRoles(account.owner, member, ['read-only']);
    await expect(waiting).resolves.toMatchObject({ version: version + 1 });
    const never = rpc.call(getSnapshot, { accountId: account.id, atLeast: version + 9 });
    await expect(never).rejects.toMatchObject({ code: 'check.stale' });
  });
});

describe('The heartbeat', () => {
  it('repeats which accounts have changed recently, and nothing else', async () => {
    const beats: Heartbeat[] = [];
    const listener = { changed: () => undefined, beat: (beat: Heartbeat) => void beats.push(beat) };
    const stop = await followAccess(bus, accessKeys, listener);
    await eventually('beats', async () => beats.length >= 4 || undefined);
    const [first, fourth] = [beats[0]?.at ?? 0, beats[3]?.at ?? 0];
    figure('Heartbeat', { 'ms between two': (fourth - first) / 3 });
    const account = await world.account();
    const version = await account.version();
    await eventually('the account in a beat', async () => beats.at(-1)?.versions[account.id] === version || undefined);
    await eventually(
      'the account in no beat any more',
      async () => !(account.id in (beats.at(-1)?.versions ?? {})) || undefined,
    );
    const named = beats.filter(({ versions }) => account.id in versions);
    const gone = beats.find(({ at }) => at > named.at(-1)!.at);
    const [changed] = await world.query<{ at: Date }>('select changed_at as at from accounts where id = $1', [
      account.id,
    ]);
    expect(gone!.at - changed!.at.getTime()).toBeGreaterThan(4_000);
    expect(beats.at(-1)).toMatchObject({ presets: presets.hash, window: 5_000 });
    stop();
  });
});

describe('An evaluator that listens', () => {
  it('follows every change without asking, whichever replica made it', async () => {
    await world.addReplica();
    let loads = 0;
    const counted: SnapshotSource = { load: (...asked) => ((loads += 1), source.load(...asked)) };
    const evaluator = new RosterEvaluator({ source: counted, presets });
    const heard: number[] = [];
    const stop = await followAccess(bus, accessKeys, {
      changed: (id, change, link) => {
        heard.push(change.version);
        evaluator.changed(id, change, link);
      },
      beat: (beat) => evaluator.beat(beat),
    });
    const account = await world.account();
    const member = await account.member(['editor']);
    const question = { accountId: account.id, memberId: member, permission: 'campaigns:edit' };
    await expect(evaluator.check({ ...question, atLeast: await account.version() })).resolves.toMatchObject({
      allowed: true,
    });
    const before = loads;
    for (let round = 0; round < 10; round += 1) {
      const slug = round % 2 === 0 ? 'read-only' : 'editor';
      const { version } = await account.setRoles(account.owner, member, [slug]);
      await eventually(`the event of version ${version}`, async () => heard.includes(version) || undefined);
      await eventually(
        'the account to be held',
        async () => evaluator.held(account.id)?.version === version || undefined,
      );
      await expect(evaluator.check(question)).resolves.toMatchObject({ allowed: slug === 'editor', version });
    }
    expect(loads).toBe(before);
    stop();
  });

  it('gets an event for each version, with its changes', async () => {
    const account = await world.account();
    const member = await account.member(['editor']);
    const rows = await world.query<{ data: { from: number; version: number } }>(
      `select (envelope::jsonb)->'data' as data from outbox where subject = $1
       and (envelope::jsonb)->>'accountid' = $2 order by id`,
      [accountChanged.subject, account.id],
    );
    expect(member).toBeDefined();
    expect(rows.map(({ data }) => data.version)).toEqual(rows.map((_, index) => index + 1));
    expect(rows.map(({ data }) => data.from)).toEqual(rows.map((_, index) => index));
  });
});
