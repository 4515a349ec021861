import { beforeAll, describe, expect, it } from '@jest/globals';
import { select } from '../harness/administrator.js';
import { accepted, answered } from '../harness/once-of-many.js';
import { address, openAccount, succeeded, unique, type Person } from '../harness/people.js';
import { LONG } from '../harness/scale.js';
import { sharedSystem } from '../harness/system.js';

const ROUNDS = LONG ? 24 : 6;

/** A role that somebody is about to get is not deleted from under them. */
describe('A role that is given and deleted at the same moment', () => {
  const roster = sharedSystem();
  let owner: Person;

  beforeAll(async () => {
    owner = await openAccount(roster, { planId: 'business' });
  });

  /** What both databases say: roles that are deleted without a replacement, and given by whatever is open. */
  async function broken(): Promise<string[]> {
    const { accountId } = owner;
    const gone = await select(
      roster,
      'access',
      `select id from roles where account_id = '${accountId}' and deleted and replaced_by is null`,
    );
    const given = await select(
      roster,
      'identity',
      `select unnest(role_ids) as id from members where account_id = '${accountId}' and status <> 'deleted'`,
    );
    const promised = new Set(given.map(({ id }) => String(id)));
    return gone.map(({ id }) => String(id)).filter((id) => promised.has(id));
  }

  const outcome = (attempt: () => Promise<unknown>): Promise<string> =>
    answered(attempt).then(
      () => 'done',
      (error: { code?: string }) => String(error.code),
    );

  const invite = (id: string) => owner.api.post('/v1/invitations', { emails: [address('promised')], roleIds: [id] });
  const makeKey = (id: string) => owner.api.post('/v1/api-keys', { name: unique('Key'), roleIds: [id] });

  it.each([
    { way: 'invitation', give: invite },
    { way: 'key of the API', give: makeKey },
  ])('is either deleted or given by the $way, whoever is first', async ({ give }) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { id } = succeeded(await owner.api.post('/v1/roles', { name: unique('Short'), grants: {} })).body;
      const [given, deleted] = await Promise.all([
        outcome(() => accepted(give(id))),
        outcome(() => accepted(owner.api.send('DELETE', `/v1/roles/${id}`))),
      ]);
      expect([
        ['done', 'role.replacement-required'],
        ['role.not-found', 'done'],
      ]).toContainEqual([given, deleted]);
    }
    await expect(broken()).resolves.toEqual([]);
  });
});
