import { beforeAll, describe, expect, it } from '@jest/globals';
import { confirmDeletion } from '@roster/contracts';
import { eventually } from '../harness/eventually.js';
import { accepted, compete } from '../harness/once-of-many.js';
import {
  accept,
  address,
  colleague,
  enrolled,
  openAccount,
  PASSWORD,
  roleId,
  signIn,
  succeeded,
  type Person,
} from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

/** How members leave, come back, and leave for good, product by product. */
let roster: Roster;
beforeAll(() => {
  roster = sharedSystem();
});

const signInTo = (email: string) => roster.api.post('/v1/sessions', { email, password: PASSWORD });
const check = async (by: Person, memberId: string, permission: string, atLeast: string | null) => {
  const options = atLeast === null ? {} : { headers: { 'Roster-At-Least': atLeast } };
  const checks = [{ memberId, permission }];
  return succeeded(await by.api.post('/v1/checks', { checks }, options)).body.results[0];
};
const users = async (owner: Person) => (await owner.api.get('/v1/billing/seats')).body.pools[0];

describe('in ortto', () => {
  it('a member is revoked, comes back, and is deleted only when revoked (golden 12)', async () => {
    const owner = await openAccount(roster);
    const ada = await colleague(roster, owner);
    const path = `/v1/members/${ada.memberId}`;
    expect((await owner.api.delete(path)).body.code).toBe('member.not-revoked');

    const revoked = succeeded(await owner.api.post(`${path}/revoke`, {}));
    expect(revoked.body.member.status).toBe('revoked');
    expect((await ada.api.get('/v1/me')).status).toBe(401);
    expect((await signInTo(ada.email)).body.code).toBe('member.inactive');
    const version = revoked.headers.get('roster-version');
    expect(await check(owner, ada.memberId, 'campaigns:view', version)).toMatchObject({ allowed: false });
    await eventually('the seat to be free', async () => ((await users(owner)).used === 1 ? true : undefined));
    expect(await roster.mail.next(ada.email)).toBeDefined();

    const back = succeeded(await owner.api.post(`${path}/reactivate`, {}));
    expect(back.body.member.status).toBe('active');
    await signIn(roster, ada.email);
    await eventually('their rights', async () => {
      const { allowed } = await check(owner, ada.memberId, 'campaigns:view', back.headers.get('roster-version'));
      return allowed || undefined;
    });
    await eventually('the seat to be theirs', async () => ((await users(owner)).used === 2 ? true : undefined));

    succeeded(await owner.api.post(`${path}/revoke`, {}));
    const gone = succeeded(await owner.api.delete(path)).body;
    expect(gone).toMatchObject({ member: { status: 'deleted', email: '' }, deletion: { pending: [] } });
    expect((await owner.api.get(path)).status).toBe(404);
    expect((await owner.api.get('/v1/members')).body.items).toHaveLength(1);
  });

  it('the last seat goes to one of those who come back at the same time (P7)', async () => {
    const owner = await openAccount(roster, { planId: 'free' });
    const gone = [await colleague(roster, owner), await colleague(roster, owner)];
    for (const { memberId } of gone) succeeded(await owner.api.post(`/v1/members/${memberId}/revoke`, {}));
    await eventually('the seats to be free', async () => ((await users(owner)).available === 2 ? true : undefined));
    await colleague(roster, owner);
    const outcome = await compete({
      attempt: (rival) => accepted(owner.api.post(`/v1/members/${gone[rival % 2]!.memberId}/reactivate`, {})),
      effects: async () => {
        const { items } = (await owner.api.get('/v1/members')).body;
        return items.filter(({ status }: { status: string }) => status === 'active').length;
      },
    });
    expect(outcome).toMatchObject({ effects: 1, refusals: ['seat.limit-reached'] });
    // Members who were already back were told that it worked, however often it was asked.
    expect(new Set(outcome.winners.map((rival) => rival % 2)).size).toBeLessThanOrEqual(1 + outcome.lost);
    await eventually('the seats to be settled', async () => {
      const { used, reserved } = await users(owner);
      return (used === 3 && reserved === 0) || undefined;
    });
  });
});

describe('in ontraport', () => {
  it('a member is deleted with a successor, who has all their records then (golden 18)', async () => {
    const owner = await openAccount(roster, { preset: 'ontraport' });
    const role = 'Sales Representative';
    const [ada, ben] = [await colleague(roster, owner, role), await colleague(roster, owner, role)];
    const records = Array.from({ length: 25 }, (_, n) => `/v1/records/contacts/${ada.memberId}-${n}`);
    for (const record of records) succeeded(await owner.api.put(record, { ownerId: ada.memberId }));
    const path = `/v1/members/${ada.memberId}`;
    expect((await owner.api.delete(path)).body.code).toBe('member.reassignment-required');
    expect((await owner.api.send('DELETE', path, { reassignTo: ada.memberId })).body.code).toBe('member.not-active');
    expect((await ada.api.get('/v1/me')).status).toBe(200);

    const { member, deletion } = succeeded(await owner.api.send('DELETE', path, { reassignTo: ben.memberId })).body;
    expect(member.status).toBe('deleted');
    expect(deletion).toMatchObject({ successorId: ben.memberId, pending: [], reassigned: { access: 25 } });
    expect((await ada.api.get('/v1/me')).status).toBe(401);
    for (const record of records) expect((await owner.api.get(record)).body.ownerId).toBe(ben.memberId);
    expect((await owner.api.get(`${path}/deletion`)).body).toMatchObject({ reassigned: { access: 25 } });
  });

  it('does not act on the word of a service that it does not wait for', async () => {
    const owner = await openAccount(roster, { preset: 'ontraport' });
    const { accountId, memberId } = owner;
    const said = roster.onBus(({ call }) => call(confirmDeletion, { accountId, memberId, keeper: 'crm', count: 1 }));
    await expect(said).rejects.toMatchObject({ code: 'deletion.not-found' });
  });
});

describe('in jaicp', () => {
  it('a member is made with a password that they change, and has a switch (golden 33)', async () => {
    const owner = await openAccount(roster, { preset: 'jaicp' });
    const ada = await enrolled(roster, owner, [await roleId(owner, 'USER')]);
    expect((await ada.api.get('/v1/me')).status).toBe(200);
    const path = `/v1/members/${ada.memberId}`;
    succeeded(await owner.api.post(`${path}/deactivate`, {}));
    expect((await ada.api.get('/v1/me')).status).toBe(401);
    expect((await signInTo(ada.email)).body.code).toBe('member.inactive');
    const { items } = (await owner.api.get('/v1/members?activeOnly=true')).body;
    expect(items.map(({ id }: { id: string }) => id)).toEqual([owner.memberId]);
    succeeded(await owner.api.post(`${path}/activate`, {}));
    await signIn(roster, ada.email);
    const refused = await owner.api.post('/v1/invitations', { emails: [address('guest')], roleIds: [] });
    expect(refused.body.code).toBe('provisioning.unsupported');
  });
});

describe('a form in a product with invitations too', () => {
  it('invites who brings no password', async () => {
    const owner = await openAccount(roster, { preset: 'ontraport' });
    const email = address('form');
    const roleIds = [await roleId(owner, 'Sales Representative')];
    const form = { email, firstName: 'Ira', lastName: 'Invited', roleIds };
    const answer = await owner.api.post('/v1/members', form);
    expect([answer.status, answer.body.member.status]).toEqual([201, 'invited']);
    expect((await accept(roster, email)).memberId).toBe(answer.body.member.id);
  });
});
