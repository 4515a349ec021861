import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { previewChange, rateLimited, verifyAudit } from '@roster/contracts';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';
import { crowd } from '../../../../../test/access/crowd.js';

let world: AccessWorld;

beforeAll(async () => {
  world = await AccessWorld.create();
});
afterAll(() => world.close());

const preview = (account: AccountDouble) =>
  world.rpc.call(
    previewChange,
    { change: { kind: 'member.set-roles', memberId: account.owner, roleIds: [account.role('editor')] } },
    account.as(account.owner),
  );

it('An account of ten thousand members that previews and verifies all the time is refused, and its neighbours are not', async () => {
  const [large, small] = [await world.account(), await world.account()];
  const member = await small.member(['editor']);
  await crowd(large, 10_000);
  const log: string[] = [];
  const outcomeOf = async (call: Promise<unknown>) => {
    const outcome = await call.then(
      () => 'answered',
      (error: { code: string }) => error.code,
    );
    log.push(outcome);
    return outcome;
  };
  const flood = Promise.all([
    ...Array.from({ length: 10 }, () => outcomeOf(preview(large))),
    ...Array.from({ length: 4 }, () => outcomeOf(world.rpc.call(verifyAudit, {}, large.as(large.owner)))),
  ]);
  const reasons = new Set<string>();
  for (let round = 0; log.filter((each) => each !== 'checked').length < 14; round += 1) {
    reasons.add((await small.check(member, 'campaigns:edit')).reason);
    log.push('checked');
    if (round % 5 === 0) await preview(small);
  }
  expect(reasons).toEqual(new Set(['granted']));
  expect(new Set(await flood)).toEqual(new Set(['answered', rateLimited.code]));
  // The neighbour does not wait for the last of them.
  expect(log.indexOf('checked')).toBeLessThan(log.lastIndexOf('answered'));
});
