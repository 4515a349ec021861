import { beforeAll, describe, expect, it } from '@jest/globals';
import { colleague, openAccount, type Person } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

/** The scenario golden 4, and who may start it (RP-29 … RP-36). */
describe('handing an account over', () => {
  let roster: Roster;
  let olivia: Person;
  let ada: Person;

  beforeAll(async () => {
    roster = sharedSystem();
    olivia = await openAccount(roster);
    ada = await colleague(roster, olivia, 'Read only');
  });

  const transfer = (by: Person, to: Person) => by.api.post('/v1/account/ownership-transfer', { memberId: to.memberId });
  const rolesOf = async (memberId: string, version: string) => {
    const headers = { 'Roster-At-Least': version };
    const { items } = (await olivia.api.get('/v1/roles', { headers })).body;
    const holds = ({ members }: { members: { id: string }[] }) => members.some(({ id }) => id === memberId);
    return items.filter(holds).map(({ name }: { name: string }) => name);
  };

  it('is nobody’s but the owner’s to do', async () => {
    const answer = await transfer(ada, olivia);
    expect([answer.status, answer.body.code]).toEqual([403, 'account.not-owner']);
  });

  it('makes the new owner an Admin, and leaves the former one his role', async () => {
    const answer = await transfer(olivia, ada);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ account: expect.objectContaining({ ownerMemberId: ada.memberId }) });
    const version = answer.headers.get('roster-version') ?? '';
    expect(Number(version)).toBeGreaterThan(0);
    expect(await rolesOf(ada.memberId, version)).toEqual(['Admin']);
    expect(await rolesOf(olivia.memberId, version)).toEqual(['Admin']);
    const check = await ada.api.post(
      '/v1/checks',
      { checks: [olivia, ada].map(({ memberId }) => ({ memberId, permission: 'account:transfer' })) },
      { headers: { 'Roster-At-Least': version } },
    );
    expect(check.body.results).toMatchObject([
      { allowed: false, reason: 'not_grantable' },
      { allowed: true, reason: 'account_owner' },
    ]);
    const again = await transfer(olivia, ada);
    expect([again.status, again.body.code]).toEqual([403, 'account.not-owner']);
    const members = (await ada.api.get('/v1/members')).body.items;
    expect(members.filter(({ isOwner }: { isOwner: boolean }) => isOwner)).toMatchObject([{ id: ada.memberId }]);
  });

  it('protects the new owner, and no longer the former one', async () => {
    const revoke = (by: Person, whom: Person) => by.api.post(`/v1/members/${whom.memberId}/revoke`);
    expect((await revoke(olivia, ada)).body.code).toBe('member.is-owner');
    expect((await revoke(ada, olivia)).status).toBe(200);
  });
});
