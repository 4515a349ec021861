import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  accountOwnershipTransferred,
  deactivateMember,
  deleteMember,
  revokeMember,
  transferOwnership,
} from '@roster/contracts';
import { Client } from 'pg';
import { figure } from '../../../../../test/harness/figures.js';
import { settled } from '../../../../../test/harness/once-of-many.js';
import { runs } from '../../../../../test/harness/scale.js';
import { IdentityWorld, type Owner } from '../../../../../test/identity/world.js';

const ROUNDS = runs(3);
/** In each round: so many transfers to one, to the other, and so many revocations. */
const AT_ONCE = 8;

let world: IdentityWorld;
let olivia: Owner;
/** The same person in another account. No revocation here ends this session. */
let elsewhere: Owner;
let memberIds: string[];

beforeAll(async () => {
  world = await IdentityWorld.create();
  await world.start();
  olivia = await world.openAccount();
  elsewhere = await world.openAccount({ email: olivia.email });
  const colleagues = [await world.colleague(olivia), await world.colleague(olivia)];
  memberIds = [olivia.memberId, ...colleagues.map(({ member }) => member.id)];
});
afterAll(() => world.close());

const as = (memberId: string) => ({ ...olivia.call, actor: { ...elsewhere.call.actor, memberId } });

/**
 * Checks again and again, and once at the end, that the account has one owner who is an active member. Resolves with
 * what it saw when it is stopped.
 */
function watch(url: string) {
  const seen = { samples: 0, violations: 0, owners: new Set<string>() };
  const end = new AbortController();
  const watching = (async () => {
    const client = new Client({ connectionString: url });
    await client.connect();
    const look = async () => {
      const { rows } = await client.query<{ id: string }>(
        `select m.id from accounts a join members m on m.account_id = a.id and m.id = a.owner_member_id
         where a.id = $1 and m.status = 'active'`,
        [olivia.accountId],
      );
      seen.samples += 1;
      if (rows.length !== 1) seen.violations += 1;
      for (const { id } of rows) seen.owners.add(id);
    };
    while (!end.signal.aborted) {
      await look();
      await sleep(10);
    }
    await look();
    await client.end();
  })();
  return async () => {
    end.abort();
    await watching;
    return seen;
  };
}

async function round(): Promise<Record<string, number>> {
  const [account] = await world.sql<{ id: string }>('select owner_member_id as id from accounts where id = $1', [
    olivia.accountId,
  ]);
  const owner = account?.id ?? '';
  const [ada = '', ben = ''] = memberIds.filter((id) => id !== owner);
  const to = (memberId: string) => settled(() => world.gateway.call(transferOwnership, { memberId }, as(owner)));
  const revoke = (memberId: string) => settled(() => world.gateway.call(revokeMember, { memberId }, as(ben)));
  const transfers: Promise<string>[] = [];
  const revocations: Promise<string>[] = [];
  for (let i = 0; i < AT_ONCE; i += 1) {
    transfers.push(to(ada), to(ben));
    if (i % 2 === 0) revocations.push(revoke(owner), revoke(ada));
  }
  const [codes, revoked] = [await Promise.all(transfers), await Promise.all(revocations)];
  const won = codes.filter((code) => code === 'none').length;
  // None if the winner's own answer was lost. The events are counted at the end.
  expect(won).toBeLessThanOrEqual(1);
  expect(['none', 'account.not-owner', 'ownership.changed', 'member.not-active']).toEqual(
    expect.arrayContaining([...new Set(codes)]),
  );
  expect(['none', 'member.is-owner']).toEqual(expect.arrayContaining([...new Set(revoked)]));
  await world.sql(`update members set status = 'active', revision = revision + 1 where status = 'revoked'`);
  return Object.fromEntries([...new Set(codes)].map((code) => [code, codes.filter((each) => each === code).length]));
}

/** P8: transfers to two members and revocations of the owner and a candidate, all at once, over two replicas. */
it('has exactly one owner at every instant, and exactly one of the transfers of a round wins', async () => {
  const stop = watch(world.service.database.migrationUrl);
  const sums: Record<string, number> = {};
  for (let i = 0; i < ROUNDS; i += 1) {
    for (const [code, count] of Object.entries(await round())) sums[code] = (sums[code] ?? 0) + count;
  }
  const { samples, violations, owners } = await stop();
  figure('P8 ownership', { samples, violations, owners: owners.size, ...sums });
  expect(violations).toBe(0);
  expect(await world.events(accountOwnershipTransferred, olivia.accountId)).toHaveLength(ROUNDS);
});

/** P8 with everything in flight at once: there is always one owner, and nobody takes the account from them. */
it('has exactly one owner while many attempts to change that are under way', async () => {
  const { id: owner = '' } =
    (
      await world.sql<{ id: string }>('select owner_member_id as id from accounts where id = $1', [olivia.accountId])
    )[0] ?? {};
  const [ada = '', ben = ''] = memberIds.filter((id) => id !== owner);
  const before = (await world.events(accountOwnershipTransferred, olivia.accountId)).length;
  const asOwner = as(owner);
  const asAda = as(ada);
  const kinds = {
    'to ada': () => world.gateway.call(transferOwnership, { memberId: ada }, asOwner),
    'to ben': () => world.gateway.call(transferOwnership, { memberId: ben }, asOwner),
    'the owner leaves': () => world.gateway.call(revokeMember, { memberId: owner }, asOwner),
    'the owner is deactivated': () => world.gateway.call(deactivateMember, { memberId: owner }, asAda),
    'the owner is deleted': () => world.gateway.call(deleteMember, { memberId: owner }, asAda),
    'the next owner is revoked': () => world.gateway.call(revokeMember, { memberId: ada }, asOwner),
  };
  const shares = [20, 16, 4, 3, 3, 4].map(runs);
  const attempts = Object.entries(kinds).flatMap(([kind, attempt], index) =>
    Array.from({ length: shares[index] ?? 0 }, () => ({ kind, attempt })),
  );
  const stop = watch(world.service.database.migrationUrl);
  const mixed = attempts.toSorted(() => Math.random() - 0.5);
  const answers = await Promise.all(mixed.map(async ({ kind, attempt }) => ({ kind, code: await settled(attempt) })));
  const { samples, violations, owners } = await stop();
  const codes: Record<string, number> = {};
  for (const { code } of answers) codes[code] = (codes[code] ?? 0) + 1;
  figure('P8 ownership, all at once', {
    attempts: attempts.length,
    samples,
    violations,
    owners: owners.size,
    ...codes,
  });
  expect(violations).toBe(0);
  expect(owners.size).toBeLessThanOrEqual(2);
  const transferred = answers.filter(({ kind, code }) => kind.startsWith('to ') && code === 'none').length;
  expect(transferred).toBeLessThanOrEqual(1);
  expect((await world.events(accountOwnershipTransferred, olivia.accountId)).length - before).toBe(1);
});
