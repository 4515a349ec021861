import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listAudit, pastState, type PastState } from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';
import { eventually } from '../../../../../test/harness/eventually.js';
import { testPresets } from '../../../../../test/presets/presets.js';
import { AccessConfig } from '../../account/config.js';
import { Snapshots } from '../../account/snapshots/snapshots.js';
import { PastStateService } from './past-state.service.js';

let world: AccessWorld;

beforeAll(async () => {
  world = await AccessWorld.create();
});
afterAll(() => world.close());

async function presentVersion(account: AccountDouble): Promise<number> {
  const [row] = await world.query<{ version: number }>('select version::int from accounts where id = $1', [account.id]);
  return row?.version ?? 0;
}

describe('The state at a past moment', () => {
  const at = (account: AccountDouble, memberId: string, time: string, rest = {}): Promise<PastState> =>
    world.rpc.call(pastState, { memberId, at: time, ...rest }, account.as(account.owner));
  const held = ({ permissions }: PastState) => permissions.map(({ permission }) => permission);

  /** The instant of an entry. */
  async function timeOf(account: AccountDouble, version: number): Promise<string> {
    const { items } = await world.rpc.call(listAudit, { limit: 200 }, account.as(account.owner));
    return items.find((item) => item.version === version)?.at ?? '';
  }

  it('is what the member could do then, and why', async () => {
    const account = await world.account();
    const member = await account.member(['editor']);
    const { version } = await account.setRoles(account.owner, member, ['read-only']);
    await world.query('select pg_sleep(0.005)');
    const revoked = await account.takeAway(account.owner, member, 'revoked');

    const before = await at(account, member, await timeOf(account, version - 1));
    expect(before).toMatchObject({
      memberId: member,
      atVersion: version - 1,
      accountStatus: 'active',
      status: 'active',
      isOwner: false,
      roles: [{ id: account.role('editor'), name: 'Editor' }],
    });
    expect(before.permissions.find(({ permission }) => permission === 'campaigns:edit')).toEqual({
      permission: 'campaigns:edit',
      scope: ['all'],
      sources: [{ kind: 'role', scope: ['all'], roleId: account.role('editor') }],
    });
    const then = await at(account, member, await timeOf(account, version));
    expect(held(then)).toEqual(expect.arrayContaining(['campaigns:view', 'self:view']));
    expect(held(then)).not.toContain('campaigns:edit');
    const now = await at(account, member, await timeOf(account, revoked));
    expect(now).toMatchObject({ atVersion: revoked, status: 'revoked', permissions: [] });
    const owner = await at(account, account.owner, await timeOf(account, version));
    expect(owner).toMatchObject({ isOwner: true });
    expect(owner.permissions[0]?.sources).toEqual([{ kind: 'accountOwner', scope: ['all'] }]);
  });

  it('includes members who were deleted since, and not those who joined later', async () => {
    const account = await world.account();
    const leaver = await account.member(['editor']);
    const there = await presentVersion(account);
    await world.query('select pg_sleep(0.005)');
    await account.takeAway(account.owner, leaver, 'deleted');
    await world.query('select pg_sleep(0.005)');
    const newcomer = await account.member(['editor']);
    const time = await timeOf(account, there);
    await expect(at(account, leaver, time)).resolves.toMatchObject({ status: 'active', atVersion: there });
    await expect(at(account, newcomer, time)).rejects.toMatchObject({ code: 'member.not-found' });
    await expect(at(account, leaver, new Date().toISOString())).rejects.toMatchObject({ code: 'member.not-found' });
  });

  it('uses the clock of that moment: what has expired since counted then', async () => {
    const account = await world.account();
    const member = await account.member(['read-only']);
    await account.insert(
      `insert into member_exceptions (account_id, id, member_id, permission, effect, expires_at)
       values ($1, gen_random_uuid(), $2, 'campaigns:export', 'allow', clock_timestamp() + interval '1 second')`,
      [member],
    );
    const then = await at(account, member, await timeOf(account, await presentVersion(account)));
    const [{ expiresAt } = { expiresAt: undefined }] = then.exceptions as { expiresAt?: string }[];
    expect(then.permissions.find(({ permission }) => permission === 'campaigns:export')?.sources).toEqual([
      { kind: 'exception', permission: 'campaigns:export', scope: ['all'], expiresAt },
    ]);
    await eventually('the expiry', async () => Date.now() >= Date.parse(expiresAt ?? '') || undefined);
    expect(held(await at(account, member, expiresAt ?? ''))).not.toContain('campaigns:export');
  });

  it('is refused for a time before the account existed, and for the future', async () => {
    const account = await world.account();
    const { owner } = account;
    await expect(at(account, owner, '2020-01-01T00:00:00Z')).rejects.toMatchObject({ code: 'audit.before-account' });
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    await expect(at(account, owner, tomorrow)).rejects.toMatchObject({ code: 'audit.in-future' });
    await expect(at(account, owner, 'then')).rejects.toMatchObject({ code: 'request.invalid' });
    await expect(at(account, uuidv7(), new Date().toISOString())).rejects.toMatchObject({ code: 'member.not-found' });
    await expect(at(account, owner, new Date().toISOString(), { projectId: uuidv7() })).rejects.toMatchObject({
      code: 'project.not-found',
    });
  });

  it('of an account between its sign-up and its opening is pending, with an owner who may do nothing', async () => {
    const signedUp = new Date(Date.now() - 86_400_000).toISOString();
    const account = await world.account({ createdAt: signedUp });
    const { owner } = account;
    const member = await account.member(['editor']);
    const earlier = (from: string, ms: number) => new Date(Date.parse(from) - ms).toISOString();
    const opened = await timeOf(account, 1);
    for (const time of [signedUp, earlier(opened, 1)]) {
      await expect(at(account, owner, time)).resolves.toEqual({
        memberId: owner,
        at: time,
        atVersion: 0,
        accountStatus: 'pending',
        status: 'invited',
        isOwner: true,
        roles: [],
        managerId: null,
        agentAccess: false,
        exceptions: [],
        permissions: [],
      });
      await expect(at(account, member, time)).rejects.toMatchObject({ code: 'member.not-found' });
    }
    await expect(at(account, owner, opened)).resolves.toMatchObject({ accountStatus: 'active', atVersion: 1 });
    await expect(at(account, owner, earlier(signedUp, 1))).rejects.toMatchObject({
      code: 'audit.before-account',
      details: { since: signedUp },
    });
  });

  it('of oneself takes audit:view, of others permissions:view too', async () => {
    const account = await world.account({ preset: 'model' });
    const auditor = await account.memberWith({ 'audit:view': true });
    const viewer = await account.memberWith({ 'audit:view': true, 'permissions:view': true });
    const time = await timeOf(account, await presentVersion(account));
    const ask = (by: string, memberId: string) => world.rpc.call(pastState, { memberId, at: time }, account.as(by));
    await expect(ask(auditor, auditor.toUpperCase())).resolves.toMatchObject({ memberId: auditor });
    await expect(ask(viewer, auditor)).resolves.toMatchObject({ memberId: auditor });
    const details = { permission: 'permissions:view', reason: 'no_grant' };
    for (const other of [viewer, uuidv7()])
      await expect(ask(auditor, other)).rejects.toMatchObject({ code: 'permission.denied', details });
  });

  it('stops when nobody waits for it any more', async () => {
    const account = await world.account();
    const member = await account.member(['editor']);
    const { database } = world.replica;
    const past = new PastStateService(database, new Snapshots(database, testPresets(), new AccessConfig()));
    const query = { memberId: member, at: await timeOf(account, (await presentVersion(account)) - 1) };
    const by = (deadline: number) => ({ requestId: 'r', ...account.as(member), deadline });
    await expect(past.at(query, by(Date.now() + 60_000))).rejects.toMatchObject({ code: 'member.not-found' });
    await expect(past.at(query, by(Date.now() - 1))).rejects.toMatchObject({ code: 'service.timeout' });
  });

  it('is limited to one account', async () => {
    const account = await world.account();
    const other = await world.account();
    await expect(at(account, other.owner, new Date().toISOString())).rejects.toMatchObject({
      code: 'member.not-found',
    });
  });
});
