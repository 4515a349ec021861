import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { verifyAudit } from '@roster/contracts';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';
import { chainHash, FIRST_HASH, type ChainedChange } from '../ledger/chain.js';

let world: AccessWorld;
let account: AccountDouble;
/** The last version that was written in the first format. */
let last: number;

const verify = () => world.rpc.call(verifyAudit, {}, account.as(account.owner));

/** Rewrites the account's rows as they were before rows had an id, a step and an origin. */
async function inFirstFormat({ id }: AccountDouble): Promise<number> {
  const rows = await world.query<Omit<ChainedChange, 'at'> & { at: Date }>(
    `select account_id as "accountId", version::int, at, actor, action, target_type as "targetType",
       target_id as "targetId", parts, request_id as "requestId"
     from changes where account_id = $1 order by version`,
    [id],
  );
  let previous = FIRST_HASH;
  for (const row of rows) {
    const hash = chainHash(previous, { ...row, at: row.at.toISOString() });
    await world.query(
      `update changes set id = null, format = 1, is_act = true, address = null, user_agent = null, previous_hash = $3, hash = $4
       where account_id = $1 and version = $2`,
      [id, row.version, previous, hash],
    );
    previous = hash;
  }
  return rows.length;
}

beforeAll(async () => {
  world = await AccessWorld.create();
});
afterAll(() => world.close());

beforeEach(async () => {
  account = await world.account();
  const member = await account.member(['editor']);
  for (const slug of ['contributor', 'editor']) await account.setRoles(account.owner, member, [slug]);
  last = await inFirstFormat(account);
  for (const slug of ['contributor', 'editor']) await account.setRoles(account.owner, member, [slug]);
});

describe('A chain that was begun in the first format', () => {
  it('verifies with the rows of the present one that follow', async () => {
    const formats = await world.query<{ format: number; sealed: boolean }>(
      'select format, seal is not null as sealed from changes where account_id = $1 order by version',
      [account.id],
    );
    expect(formats).toEqual(Array.from({ length: last + 2 }, (_, at) => ({ format: at < last ? 1 : 2, sealed: true })));
    await expect(verify()).resolves.toMatchObject({ intact: true, checked: last + 2, state: { count: 0 } });
  });

  it('names the row at which seals that were taken off are missed', async () => {
    await world.query('update changes set seal = null where account_id = $1 and version = 1', [account.id]);
    await expect(verify()).resolves.toMatchObject({ intact: false, brokenAt: 2 });
    await world.query(`update changes set seal = null where account_id = $1 and format = 1`, [account.id]);
    await expect(verify()).resolves.toMatchObject({ intact: false, brokenAt: last + 1 });
  });

  it.each([
    ['its action', `action = 'member.revoked'`],
    ['what evaluators apply', `delta = jsonb_set(delta, '{status}', '"suspended"')`],
    ['what evaluators apply, by removing it,', 'delta = null'],
    ['its format', 'format = 2'],
  ])('names the old row in which %s was changed', async (_, change) => {
    await world.query(`update changes set ${change} where account_id = $1 and version = ${last}`, [account.id]);
    await expect(verify()).resolves.toMatchObject({ intact: false, brokenAt: last, checked: last - 1 });
  });

  it('misses a row that was removed where the formats meet', async () => {
    await world.query('delete from changes where account_id = $1 and version = $2', [account.id, last]);
    await expect(verify()).resolves.toMatchObject({ intact: false, brokenAt: last });
  });
});
