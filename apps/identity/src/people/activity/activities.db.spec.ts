import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  listActivity,
  listMyActivity,
  memberNotFound,
  requestEmailChange,
  type ActivityPage,
  type MemberAct,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { codeOf, IdentityWorld, type Owner } from '../../../../../test/identity/world.js';

/** What the audit trail says of an act. */
const act = (facts: Partial<MemberAct> = {}): MemberAct => ({
  id: uuidv7(),
  action: 'role.created',
  at: new Date().toISOString(),
  targetType: 'role',
  targetId: uuidv7(),
  version: 12,
  address: '203.0.113.7',
  userAgent: null,
  ...facts,
});

describe('the activity of a member', () => {
  let world: IdentityWorld;
  let owner: Owner;

  beforeAll(async () => {
    world = await IdentityWorld.create();
    owner = await world.openAccount();
  });
  afterAll(() => world.close());

  /** The trail has these acts of the member. */
  function keep(of: string, kept: MemberAct[]): void {
    world.neighbours.acts = ({ memberId, before = 'g', limit }) => {
      const acts = kept.filter(({ id }) => memberId === of && id < before).toReversed();
      return { acts: acts.slice(0, limit) };
    };
  }

  const list = (memberId: string, page = {}) => world.gateway.call(listActivity, { memberId, ...page }, owner.call);

  it('says what they did about themselves, when and from where (ID-46)', async () => {
    const client = { address: '203.0.113.7', userAgent: 'Mozilla/5.0 (X11; Linux)' };
    await world.gateway.call(requestEmailChange, { email: 'next@example.com' }, { ...owner.call, client });
    const { items } = await list(owner.memberId, { limit: 1 });
    expect(items).toEqual([
      {
        id: expect.any(String),
        action: 'email-change.requested',
        at: expect.any(String),
        address: client.address,
        userAgent: client.userAgent,
        details: {},
      },
    ]);
    expect(await world.gateway.call(listMyActivity, { limit: 1 }, owner.call)).toMatchObject({ items });
  });

  it('has what the audit trail has of the same person, in its place by time', async () => {
    const own = (await list(owner.memberId)).items;
    const done = act();
    keep(owner.memberId, [done]);
    const { targetType, targetId, version, ...rest } = done;
    const shown = { ...rest, details: { targetType, targetId, version: String(version) } };
    expect((await list(owner.memberId)).items).toEqual([shown, ...own]);
  });

  it('is listed page by page, each entry once, the newest first', async () => {
    const done = [act()];
    for (const email of ['a@example.com', 'b@example.com']) {
      await world.gateway.call(requestEmailChange, { email }, owner.call);
      done.push(act());
    }
    keep(owner.memberId, done);
    const whole = (await list(owner.memberId)).items;
    expect(whole.filter(({ action }) => action === 'role.created')).toHaveLength(3);
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
