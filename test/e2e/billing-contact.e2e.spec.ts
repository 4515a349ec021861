import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../harness/eventually.js';
import { colleague, openAccount, roleId, succeeded, type Person } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

/** Golden 5: a pointer to somebody, and no right. */
describe('The billing contact', () => {
  let roster: Roster;

  beforeAll(() => {
    roster = sharedSystem();
  });

  const set = ({ api }: Person, { memberId }: Person) => api.put('/v1/billing/contact', { memberId });
  const marked = async ({ api }: Person) => {
    const { items } = succeeded(await api.get('/v1/members')).body;
    return items
      .filter((row: { isBillingContact: boolean }) => row.isBillingContact)
      .map(({ id }: { id: string }) => id);
  };
  const isMarked = (by: Person, { memberId }: Person) =>
    eventually('the mark', async () => ((await marked(by)).join() === memberId ? true : undefined));

  it('is moved by the owner, and by the contact once they are an administrator (BS-14, golden 5)', async () => {
    const olivia = await openAccount(roster);
    const [rita, ben] = [await colleague(roster, olivia, 'Read only'), await colleague(roster, olivia, 'Read only')];
    expect(await marked(olivia)).toEqual([olivia.memberId]);
    succeeded(await set(olivia, rita));
    await isMarked(olivia, rita);
    expect(succeeded(await rita.api.get('/v1/me')).body.member.isBillingContact).toBe(true);
    expect(succeeded(await rita.api.get('/v1/billing/contact')).body).toEqual({ memberId: rita.memberId });
    for (const { email } of [olivia, rita]) {
      const { text } = await roster.mail.next(email, ({ subject }) => subject.includes('The bills of'));
      expect(text).toContain('billing contact');
    }

    const refused = await set(rita, ben);
    expect([refused.status, refused.body.code]).toEqual([403, 'permission.denied']);
    const roleIds = [await roleId(olivia, 'Admin')];
    const changed = succeeded(await olivia.api.put(`/v1/members/${rita.memberId}/roles`, { roleIds }));
    const headers = { 'roster-at-least': changed.headers.get('roster-version') ?? '' };
    succeeded(await rita.api.put('/v1/billing/contact', { memberId: ben.memberId }, { headers }));
    await isMarked(olivia, ben);

    succeeded(await olivia.api.post(`/v1/members/${ben.memberId}/revoke`));
    expect(await marked(olivia)).toEqual([olivia.memberId]);
    await roster.mail.next(olivia.email, ({ subject }) => subject.includes('go to you'));
    const targets = await eventually('the trail', async () => {
      const { items } = succeeded(await olivia.api.get('/v1/audit?action=billing-contact.changed')).body;
      return items.length === 3 ? items.map(({ target }: { target: { id: string } }) => target.id) : undefined;
    });
    expect(targets).toEqual([olivia.memberId, ben.memberId, rita.memberId]);
  });

  it('is deleted only with somebody who gets the bills from then on', async () => {
    const olivia = await openAccount(roster, { preset: 'model', planId: 'business' });
    const managerRoleId = await roleId(olivia, 'Chief');
    succeeded(await olivia.api.post('/v1/roles', { name: 'Staff', grants: {}, managerRoleId }));
    const [ada, ben] = [await colleague(roster, olivia, 'Staff'), await colleague(roster, olivia, 'Staff')];
    succeeded(await set(olivia, ada));
    await isMarked(olivia, ada);
    const remove = (body: object) => olivia.api.send('DELETE', `/v1/members/${ada.memberId}`, body);
    const asked = await remove({});
    expect([asked.status, asked.body.code]).toEqual([409, 'member.is-billing-contact']);
    succeeded(await remove({ billingContactId: ben.memberId }));
    await isMarked(olivia, ben);
  });
});
