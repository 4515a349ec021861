import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  activityRecorded,
  editMe,
  listActivity,
  listMyActivity,
  memberNotFound,
  type ActivityPage,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { eventually } from '../../../../../test/harness/eventually.js';
import { envelopeOf } from '../../../../../test/harness/peer.js';
import { codeOf, IdentityWorld, type Owner } from '../../../../../test/identity/world.js';

describe('the activity of a member', () => {
  let world: IdentityWorld;
  let owner: Owner;

  beforeAll(async () => {
    world = await IdentityWorld.create();
    owner = await world.openAccount();
  });
  afterAll(() => world.close());

  const list = (memberId: string, page = {}) => world.gateway.call(listActivity, { memberId, ...page }, owner.call);

  it('says who did what, when and from where (ID-46)', async () => {
    const client = { address: '203.0.113.7', userAgent: 'Mozilla/5.0 (X11; Linux)' };
    await world.gateway.call(editMe, { firstName: 'Olive' }, { ...owner.call, client });
    const { items } = await list(owner.memberId, { limit: 1 });
    expect(items).toEqual([
      {
        id: expect.any(String),
        action: 'member.edited',
        at: expect.any(String),
        address: client.address,
        userAgent: client.userAgent,
        details: { memberId: owner.memberId, fields: 'firstName' },
      },
    ]);
    expect(await world.gateway.call(listMyActivity, { limit: 1 }, owner.call)).toMatchObject({ items });
  });

  it('has what access tells of the same person, once for each event', async () => {
    const roleId = uuidv7();
    const entry = {
      memberId: owner.memberId,
      action: 'role.created',
      targetType: 'role',
      targetId: roleId,
      version: 12,
      at: new Date().toISOString(),
      address: '203.0.113.7',
      userAgent: null,
    };
    const envelope = envelopeOf(activityRecorded, owner.accountId, owner.memberId, entry);
    for (let time = 0; time < 3; time += 1) await world.access.publish(activityRecorded, envelope);
    const row = await eventually('the entry', async () => {
      const { items } = await list(owner.memberId);
      return items.find(({ action }) => action === 'role.created');
    });
    expect(row).toEqual({
      id: envelope.id,
      action: 'role.created',
      at: entry.at,
      address: entry.address,
      userAgent: null,
      details: { targetType: 'role', targetId: roleId, version: '12' },
    });
    const after = envelopeOf(activityRecorded, owner.accountId, owner.memberId, { ...entry, action: 'role.deleted' });
    await world.access.publish(activityRecorded, after);
    await eventually('the next entry', async () =>
      (await list(owner.memberId)).items.find(({ action }) => action === 'role.deleted'),
    );
    const { items } = await list(owner.memberId);
    expect(items.filter(({ action }) => action === 'role.created')).toHaveLength(1);
  });

  it('is listed page by page, each entry once, the newest first', async () => {
    for (const firstName of ['A', 'B', 'C']) await world.gateway.call(editMe, { firstName }, owner.call);
    const whole = (await list(owner.memberId)).items;
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: ActivityPage = await list(owner.memberId, { limit: 2, ...(cursor && { cursor }) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(whole.map(({ id }) => id));
    expect(whole.map(({ at }) => at)).toEqual(
      whole
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
  });

  it('is nobody else’s, and no other account’s', async () => {
    const { member } = await world.colleague(owner);
    const { items } = await list(member.id);
    expect(items.every(({ details }) => details['memberId'] !== owner.memberId)).toBe(true);
    const other = await world.openAccount();
    expect(await codeOf(list(other.memberId))).toBe(memberNotFound.code);
    expect(await codeOf(list(uuidv7()))).toBe(memberNotFound.code);
  });
});
