import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';
import { envelopeOf, memberState } from '../../../../../test/access/people.js';

let world: AccessWorld;
let account: AccountDouble;

beforeAll(async () => {
  world = await AccessWorld.create();
  account = await world.account();
});
afterAll(() => world.close());

const refusal = (code: string) => expect.objectContaining({ code });

describe('Taking a member away', () => {
  it('takes effect with its answer', async () => {
    const bob = await account.member(['editor']);
    const version = await account.takeAway(account.owner, bob);
    await expect(account.check(bob, 'campaigns:view')).resolves.toMatchObject({ reason: 'member_not_active', version });
  });

  it('twice answers with the current version, whoever asks, and changes nothing', async () => {
    const bob = await account.member(['editor']);
    const admin = await account.member(['admin']);
    const version = await account.takeAway(admin, bob);
    await expect(account.takeAway(admin, bob)).resolves.toBe(version);
    const later = await account.takeAway(account.owner, admin);
    await expect(account.takeAway(admin, bob)).resolves.toBe(later);
  });

  it('is not undone by an older event, and is confirmed by its own', async () => {
    const bob = memberState({ status: 'invited', revision: 1, roleIds: [account.role('editor')] });
    await account.apply(bob);
    // Identity has committed the acceptance (2) before it asks; access has not received it yet.
    const version = await account.takeAway(account.owner, bob.id, 'revoked', 2);
    await account.apply({ ...bob, status: 'active', revision: 2 });
    await expect(account.check(bob.id, 'campaigns:view')).resolves.toMatchObject({ reason: 'member_not_active' });
    await account.apply({ ...bob, status: 'revoked', revision: 3 });
    const denied = await account.check(bob.id, 'campaigns:view');
    expect(denied).toMatchObject({ reason: 'member_not_active' });
    expect(denied.version).toBeGreaterThan(version);
    await account.apply({ ...bob, status: 'active', revision: 4 });
    await expect(account.check(bob.id, 'campaigns:view')).resolves.toMatchObject({ allowed: true });
  });

  it('is refused for the owner, and for members above the actor', async () => {
    const admin = await account.member(['admin']);
    const other = await account.member(['admin']);
    const steward = await account.memberWith({ 'members:view': true, 'members:revoke': true });
    await expect(account.takeAway(admin, account.owner)).rejects.toEqual(refusal('member.is-owner'));
    await expect(account.takeAway(account.owner, account.owner)).rejects.toEqual(refusal('member.is-owner'));
    await expect(account.takeAway(steward, other)).rejects.toEqual(refusal('privilege.above-own'));
  });

  it.each([
    ['revoked', 'members:revoke'],
    ['inactive', 'members:edit'],
    ['deleted', 'members:delete'],
  ] as const)('to be %s takes %s at the instant of the change', async (status, permission) => {
    const others = ['members:revoke', 'members:edit', 'members:delete'].filter((name) => name !== permission);
    const without = await account.memberWith(Object.fromEntries(others.map((name) => [name, true as const])));
    const allowed = await account.memberWith({ [permission]: true });
    const bob = await account.memberWith({});
    await expect(account.takeAway(without, bob, status)).rejects.toMatchObject({
      code: 'permission.denied',
      details: { permission, reason: 'no_grant' },
    });
    const version = await account.takeAway(allowed, bob, status);
    await expect(account.takeAway(without, bob, status)).resolves.toBe(version);
  });

  it('keeps the last administrator besides the owner', async () => {
    const small = await world.account();
    const admin = await small.member(['admin']);
    await expect(small.takeAway(admin, admin)).rejects.toEqual(refusal('member.last-administrator'));
    await expect(small.takeAway(small.owner, admin)).resolves.toBeGreaterThan(0);
  });

  it('lets one of two administrators win who take each other away at the same time', async () => {
    const small = await world.account();
    const [anna, ben] = [await small.member(['admin']), await small.member(['admin'])];
    const results = await Promise.allSettled([small.takeAway(anna, ben), small.takeAway(ben, anna)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = results.find((result) => result.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'permission.denied', details: { reason: 'member_not_active' } });
  });

  it('does not find members of other accounts, or deleted ones', async () => {
    const other = await world.account();
    const stranger = await other.member(['editor']);
    const bob = await account.member(['editor']);
    await account.takeAway(account.owner, bob, 'deleted');
    await expect(account.takeAway(account.owner, stranger)).rejects.toEqual(refusal('member.not-found'));
    await expect(account.takeAway(account.owner, uuidv7())).rejects.toEqual(refusal('member.not-found'));
    await expect(account.takeAway(account.owner, bob, 'revoked')).rejects.toEqual(refusal('member.not-found'));
    await expect(account.takeAway(account.owner, bob, 'deleted')).resolves.toBeGreaterThan(0);
    await expect(account.check(bob, 'self:view')).resolves.toMatchObject({ reason: 'unknown_member' });
  });

  it('does not block events about other members', async () => {
    const bob = await account.member(['editor']);
    const version = await account.takeAway(account.owner, bob);
    const event = envelopeOf(account.state, memberState());
    await expect(world.apply(event)).resolves.toBe(version + 1);
  });
});
