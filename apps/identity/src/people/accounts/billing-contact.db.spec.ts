import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  billingContactChanged,
  deleteMember,
  getMember,
  getStanding,
  listMembers,
  memberRevoked,
  revokeMember,
  transferOwnership,
} from '@roster/contracts';
import { eventually } from '../../../../../test/harness/eventually.js';
import { envelopeOf, type Peer } from '../../../../../test/harness/peer.js';
import { codeOf, IdentityWorld, type Owner } from '../../../../../test/identity/world.js';

let world: IdentityWorld;
let billing: Peer;
let owner: Owner;
let ada: string;

beforeAll(async () => {
  world = await IdentityWorld.create();
  billing = world.billing;
});
afterAll(() => world.close());

const open = async (preset = 'ortto') => {
  owner = await world.openAccount({ preset });
  ada = (await world.colleague(owner)).member.id;
};
beforeEach(() => open());

const tell = (memberId: string | null, revision: number) =>
  billing.publish(
    billingContactChanged,
    envelopeOf(billingContactChanged, owner.accountId, owner.accountId, { memberId, revision }),
  );
const copied = (revision: number) =>
  eventually('the copy', async () => {
    const sql = 'select id from accounts where id = $1 and billing_contact_revision >= $2';
    return (await world.sql(sql, [owner.accountId, revision]))[0];
  });
const contacts = async () => {
  const { items } = await world.gateway.call(listMembers, {}, owner.call);
  return items.filter(({ isBillingContact }) => isBillingContact).map(({ id }) => id);
};
const standing = (memberId?: string) =>
  billing.call(getStanding, { accountId: owner.accountId, ...(memberId && { memberId }) });

describe('the mark of the billing contact', () => {
  it('is the owner’s until billing says otherwise, and then that member’s; news that come late change nothing', async () => {
    expect(await contacts()).toEqual([owner.memberId]);
    await tell(ada, 2);
    await copied(2);
    expect(await contacts()).toEqual([ada]);
    expect(await world.gateway.call(getMember, { memberId: ada }, owner.call)).toMatchObject({
      isBillingContact: true,
    });
    await tell(null, 1);
    await tell(ada, 3);
    await copied(3);
    expect(await contacts()).toEqual([ada]);
  });

  it('falls to the owner with the revocation, before billing has heard of it', async () => {
    await tell(ada, 1);
    await copied(1);
    await world.gateway.call(revokeMember, { memberId: ada }, owner.call);
    expect(await contacts()).toEqual([owner.memberId]);
    // Billing named them a moment before it heard of that.
    await tell(ada, 2);
    await copied(2);
    expect(await contacts()).toEqual([owner.memberId]);
  });

  it('stays where it is when the account is transferred, unless it is always the owner’s', async () => {
    await tell(owner.memberId, 1);
    await copied(1);
    await world.gateway.call(transferOwnership, { memberId: ada }, owner.call);
    expect(await contacts()).toEqual([owner.memberId]);
  });
});

describe('billing asks', () => {
  it('who owns the account, and whether somebody is active', async () => {
    const own = await standing();
    expect(own).toMatchObject({ memberId: owner.memberId, ownerMemberId: owner.memberId, isActive: true });
    const active = await standing(ada);
    expect(active).toMatchObject({ memberId: ada, isActive: true });
    await world.gateway.call(revokeMember, { memberId: ada }, owner.call);
    expect(await standing(ada)).toMatchObject({ isActive: false, revision: active.revision + 1 });
    expect(await codeOf(standing(owner.accountId))).toBe('member.not-found');
  });

  it('and hears whom a deletion has named to get the bills, if they are active', async () => {
    await open('ontraport');
    const { id: ben, revision } = (
      await world.sql<{ id: string; revision: number }>('select id, revision from members where id = $1', [
        (await world.colleague(owner)).member.id,
      ])
    )[0]!;
    const remove = (billingContactId: string) =>
      world.gateway.call(deleteMember, { memberId: ada, reassignTo: owner.memberId, billingContactId }, owner.call);
    expect(await codeOf(remove(ada))).toBe('member.not-active');
    expect(await codeOf(remove(owner.accountId))).toBe('member.not-found');
    await remove(ben);
    const [revoked] = await world.events(memberRevoked, ada);
    expect(revoked?.data.billingSuccessor).toEqual({ memberId: ben, revision });
  });
});
