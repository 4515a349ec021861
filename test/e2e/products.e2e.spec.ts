import { beforeAll, describe, expect, it } from '@jest/globals';
import { loadPresets } from '@roster/contracts';
import { eventually } from '../harness/eventually.js';
import { accept, address, enrolled, openAccount, type Person } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';
import { presetOf } from '../presets/presets.js';

const presets = loadPresets('');

/** Whatever the product: an account opens, and a colleague comes in. */
describe.each(presets.names.map((name) => presetOf(presets, name)))('the product $name', (preset) => {
  let roster: Roster;
  let owner: Person;

  beforeAll(async () => {
    roster = sharedSystem();
    owner = await openAccount(roster, { preset: preset.name });
  });

  const roles = async (): Promise<{ id: string; slug: string }[]> => (await owner.api.get('/v1/roles')).body.items;
  const used = async (): Promise<[string, number][]> => {
    const { pools } = (await owner.api.get('/v1/billing/seats')).body;
    return pools.map((pool: { pool: string; used: number }) => [pool.pool, pool.used]);
  };

  it('has its roles and its seats, and an owner who holds the role of one', async () => {
    expect((await roles()).map(({ slug }) => slug)).toEqual(preset.systemRoles.map(({ slug }) => slug));
    expect(await used()).toEqual(Object.keys(preset.seatPools).map((pool) => [pool, pool === 'users' ? 1 : 0]));
    const { ensureRole } = preset.ownership;
    await eventually('the owner to have their role in the list', async () => {
      const held: { id: string }[] = (await owner.api.get(`/v1/members/${owner.memberId}`)).body.roles;
      const wanted = (await roles()).filter(({ slug }) => slug === ensureRole).map(({ id }) => id);
      return JSON.stringify(held.map(({ id }) => id)) === JSON.stringify(wanted) || undefined;
    });
  });

  it('takes a colleague in, in a seat where it counts them', async () => {
    const email = address('colleague');
    const last = (await roles()).at(-1);
    const roleIds = last ? [last.id] : [];
    const invited = async () => {
      expect((await owner.api.post('/v1/invitations', { emails: [email], roleIds })).status).toBe(201);
      return accept(roster, email);
    };
    const isForm = preset.provisioning.mode === 'password';
    const colleague = await (isForm ? enrolled(roster, owner, roleIds) : invited());
    expect(await used()).toEqual(Object.keys(preset.seatPools).map((pool) => [pool, pool === 'users' ? 2 : 0]));

    const checks = ['self:view', 'members:invite'].map((permission) => ({ memberId: colleague.memberId, permission }));
    const { results } = (await colleague.api.post('/v1/checks', { checks })).body;
    expect(results.map(({ allowed }: { allowed: boolean }) => allowed)).toEqual([true, false]);
  });
});
