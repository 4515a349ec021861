import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compile, type AccountPolicy } from '@roster/permissions';
import { v7 as uuidv7 } from 'uuid';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';
import { testPresets } from '../../../../../test/presets/presets.js';
import { Names } from './names.js';

let world: AccessWorld;
let account: AccountDouble;
let carl: string;

beforeAll(async () => {
  world = await AccessWorld.create();
  account = await world.account({ preset: 'model' });
  carl = await account.member(['chief'], { email: 'carl@example.com' });
});
afterAll(() => world.close());

describe('A name', () => {
  const partnersMember = uuidv7();

  async function named(name: string): Promise<string | undefined> {
    const catalogue = testPresets().catalogue('model');
    if (!catalogue) throw new Error('There is no preset "model"');
    const policy: AccountPolicy = {
      accountId: account.id,
      status: 'active',
      version: 1,
      ownerMemberId: account.owner,
      roles: [],
      members: [account.owner, carl].map((id) => ({ id, status: 'active', roleIds: [] })),
      partners: [
        {
          accountId: uuidv7(),
          status: 'active',
          projectIds: [],
          members: [{ id: partnersMember, status: 'active' }],
        },
      ],
    };
    const find = await new Names(world.replica.database).find(compile(catalogue, policy), [name]);
    return find(name);
  }

  it('is a member’s id, or the address that they sign in with', async () => {
    await expect(named(carl.toUpperCase())).resolves.toBe(carl);
    await expect(named('Carl@Example.com')).resolves.toBe(carl);
    await expect(named('nobody@example.com')).resolves.toBeUndefined();
    const jo = await account.member(['chief'], { email: 'jo@xn--bcher-kva.example' });
    for (const typed of [
      'jo@bücher.example',
      'Jo@BÜCHER.example',
      'jo@bu\u0308cher.example',
      'jo@xn--bcher-kva.example',
    ])
      await expect(named(typed)).resolves.toBe(jo);
  });

  it('may be the id of somebody who is not a member: they may be a partner’s member, whom the decision knows', async () => {
    await expect(named(partnersMember.toUpperCase())).resolves.toBe(partnersMember);
  });
});
