import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditVerification, AuditVerificationQuery } from '@roster/contracts';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';
import { trailedCrowd } from '../../../../../test/access/trailed-crowd.js';
import { testPresets } from '../../../../../test/presets/presets.js';
import type { AccessConfig } from '../../account/config.js';
import { Snapshots } from '../../account/snapshots/snapshots.js';
import { VerificationService } from './verification.service.js';

/** More members than one step of the comparison looks at. */
const SIZE = 1_200;

describe('A verification that has no time', () => {
  let world: AccessWorld;
  let account: AccountDouble;

  beforeAll(async () => {
    world = await AccessWorld.create();
    account = await world.account();
    await trailedCrowd(world, account, SIZE);
  });
  afterAll(() => world.close());

  const verification = (): VerificationService => {
    const config = { SNAPSHOT_CACHE_MEMBERS: 1 } as AccessConfig;
    return new VerificationService(
      world.replica.database,
      new Snapshots(world.replica.database, testPresets(), config),
    );
  };

  const asOwner = () => ({ ...account.as(account.owner), requestId: 'test' });

  /** All calls, each with a deadline that has passed for its work, though not yet for its answer. */
  async function calls(): Promise<AuditVerification[]> {
    const service = verification();
    const answers: AuditVerification[] = [];
    for (let query: AuditVerificationQuery | undefined = {}; query;) {
      const answer: AuditVerification = await service.verify(query, { ...asOwner(), deadline: Date.now() });
      answers.push(answer);
      const { next, nextThing } = answer;
      query = next === null ? undefined : { after: next, ...(nextThing && { afterThing: nextThing }) };
    }
    return answers;
  }

  const summed = (answers: readonly AuditVerification[]) => ({
    checked: answers.reduce((sum, { checked }) => sum + checked, 0),
    compared: answers.reduce((sum, { state }) => sum + (state?.checked ?? 0), 0),
    differs: answers.flatMap(({ state }) => state?.differs ?? []),
  });

  it('gets further with each call, and sees each entry and each thing once', async () => {
    const whole = await verification().verify({}, asOwner());
    expect(whole).toMatchObject({ intact: true, next: null, state: { count: 0 } });
    const answers = await calls();
    const compared = whole.state?.checked;
    expect(summed(answers)).toEqual({ checked: whole.checked, compared, differs: [] });
    expect(answers.filter(({ nextThing }) => nextThing).length).toBeGreaterThan(1);
    expect(answers.at(-1)).toMatchObject({ intact: true, next: null });
  });

  it('misses nothing that was changed past the trail, wherever it stands', async () => {
    const ids = await world.query<{ id: string }>('select id from members where account_id = $1 order by id', [
      account.id,
    ]);
    const [first, last] = [ids[0]?.id ?? '', ids.at(-1)?.id ?? ''];
    const made = 'ffffffff-ffff-4fff-8fff-ffffffffffff';
    const early = '00000000-0000-4000-8000-000000000000';
    await world.query(`update members set status = 'inactive' where account_id = $1 and id = any($2::uuid[])`, [
      account.id,
      [first, last],
    ]);
    await world.query(
      `insert into members (account_id, id, email, first_name, last_name, status, revision)
       select $1, id, id || '@example.com', 'A', 'B', 'active', 1 from unnest($2::uuid[]) id`,
      [account.id, [made, early]],
    );
    const answers = await calls();
    const differing = summed(answers).differs.map(({ kind, id }) => `${kind} ${id}`);
    expect(differing.toSorted()).toEqual([early, first, last, made].map((id) => `member ${id}`).toSorted());
    expect(answers.every(({ intact, state }) => intact === (state?.count ?? 0) < 1)).toBe(true);
  });
});
