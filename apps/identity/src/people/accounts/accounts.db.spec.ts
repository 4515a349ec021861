import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  accountNotOwner,
  editAccount,
  getAccount,
  identityActRecorded,
  requestInvalid,
  type Act,
  type EditAccount,
} from '@roster/contracts';
import { codeOf, IdentityWorld, type Owner } from '../../../../../test/identity/world.js';

describe('the account', () => {
  let world: IdentityWorld;

  beforeAll(async () => {
    world = await IdentityWorld.create();
  });
  afterAll(() => world.close());

  const edit = (input: EditAccount, call: Owner['call']) => world.gateway.call(editAccount, input, call);
  const show = (call: Owner['call']) => world.gateway.call(getAccount, {}, call);
  const colleagueOf = async (owner: Owner): Promise<Owner['call']> => {
    const { member } = await world.colleague(owner);
    return { accountId: owner.accountId, actor: { ...owner.call.actor, memberId: member.id } };
  };

  it('has the name and time zone that it is given; what is left out stays', async () => {
    const owner = await world.openAccount();
    expect(await show(owner.call)).toMatchObject({ name: 'Acme', timeZone: 'UTC' });
    await edit({ timeZone: 'Europe/Vienna' }, owner.call);
    expect(await edit({ name: 'Acme & Sons' }, owner.call)).toMatchObject({
      name: 'Acme & Sons',
      timeZone: 'Europe/Vienna',
    });
    expect(await show(owner.call)).toMatchObject({ name: 'Acme & Sons', timeZone: 'Europe/Vienna' });
  });

  it('has both where two edit it at once, each another part, and each act says only what it has changed', async () => {
    const owner = await world.openAccount();
    for (const [name, timeZone] of Array.from({ length: 10 }, (_, n) => [`Acme ${n}`, `Etc/GMT+${n + 1}`] as const)) {
      await Promise.all([edit({ name }, owner.call), edit({ timeZone }, owner.call)]);
      expect(await show(owner.call)).toMatchObject({ name, timeZone });
    }
    const acts = (await world.events(identityActRecorded, owner.accountId)).map(({ data }) => data as Act);
    expect(acts).toHaveLength(20);
    const state: Record<string, unknown> = { name: 'Acme', timeZone: 'UTC' };
    for (const { parts } of acts) {
      const [{ before, after } = { before: {}, after: {} }] = parts;
      const [changed = '', ...others] = Object.keys(after ?? {});
      expect(others).toEqual([]);
      expect(before).toEqual({ [changed]: state[changed] });
      Object.assign(state, after);
    }
  });

  it('has its time zone set by whoever edits the settings, if it is one of them', async () => {
    const owner = await world.openAccount();
    const call = await colleagueOf(owner);
    expect(await edit({ timeZone: 'Asia/Tokyo' }, call)).toMatchObject({ timeZone: 'Asia/Tokyo' });
  });

  it('shows its time zone only to the owner, who alone sets it, if the product has it in the owner’s profile (ID-47)', async () => {
    const owner = await world.openAccount({ preset: 'ontraport' });
    const call = await colleagueOf(owner);
    expect(await codeOf(edit({ timeZone: 'Asia/Tokyo' }, call))).toBe(accountNotOwner.code);
    await edit({ timeZone: 'Europe/Vienna' }, owner.call);
    expect(await show(owner.call)).toMatchObject({ timeZone: 'Europe/Vienna' });
    expect(await show(call)).not.toHaveProperty('timeZone');
    expect(await edit({ name: 'Other' }, call)).not.toHaveProperty('timeZone');
  });

  it.each([
    'id',
    'ownerMemberId',
    'status',
    'preset',
    'planId',
    'phoneVerifiedAt',
    'phone',
    '__proto__',
    'constructor',
  ])('refuses an unknown property: %s (S48)', async (name) => {
    const owner = await world.openAccount();
    const input = JSON.parse(`{"name":"Eve","${name}":"x"}`) as EditAccount;
    expect(await codeOf(edit(input, owner.call))).toBe(requestInvalid.code);
    expect(await show(owner.call)).toMatchObject({ name: 'Acme', phoneVerifiedAt: null });
  });
});
