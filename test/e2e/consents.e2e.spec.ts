import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { eventually } from '../harness/eventually.js';
import { accept, address, colleague, openAccount, roleId, succeeded, unique, type Person } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

/** BS-03 to BS-08, golden 8 and 17: the price first, then the seat. */
describe('A seat that costs something', () => {
  let roster: Roster;

  beforeAll(() => {
    roster = sharedSystem();
  });

  const seats = async ({ api }: Person, name = 'users') =>
    succeeded(await api.get('/v1/billing/seats')).body.pools.find(({ pool }: { pool: string }) => pool === name);
  const members = async ({ api }: Person) => succeeded(await api.get('/v1/members')).body.items.length;
  const agree = async ({ api }: Person, quoteId: string): Promise<string> =>
    succeeded(await api.post('/v1/billing/consents', { quoteId })).body.id;

  it('is made for nobody who declines, and once for who agrees, though the request is sent twice (golden 17)', async () => {
    const owner = await openAccount(roster, { preset: 'ontraport', planId: 'basic' });
    const { api } = owner;
    const [firstName, lastName, password] = ['Carl', 'Colleague', 'a sentence that somebody else has chosen'];
    const roleIds = [await roleId(owner, 'Sales Representative')];
    const form = { email: address('second'), firstName, lastName, roleIds, password };
    const refused = await api.post('/v1/members', form);
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'seat.consent-required',
        details: { pool: 'users', included: 1, used: 1, available: 0, quote: { needsConsent: true } },
      },
    });
    const { quote } = refused.body.details;
    expect(quote.recurring).toEqual([{ amount: 4700, currency: 'USD', interval: 'month' }]);
    expect([await members(owner), (await seats(owner)).bought]).toEqual([1, 0]);

    const consentId = await agree(owner, quote.id);
    const headers = { 'idempotency-key': randomUUID() };
    const made = [
      await api.post('/v1/members', { ...form, consentId }, { headers }),
      await api.post('/v1/members', { ...form, consentId }, { headers }),
    ];
    expect(made.map(({ status }) => status)).toEqual([201, 201]);
    expect(made[1]?.body).toEqual(made[0]?.body);
    expect(await members(owner)).toBe(2);
    expect(await seats(owner)).toMatchObject({ bought: 1, neededAtRenewal: 1, available: 0 });
    const another = { ...form, email: address('third'), consentId };
    expect((await api.post('/v1/members', another)).body.code).toBe('consent.used');

    const mail = await roster.mail.next(owner.email, ({ subject }) => subject.includes('A price was agreed to'));
    // What is filled in is never a link: an invisible character stands after each dot.
    const text = mail.text.replaceAll('\u200c', '');
    expect(text).toContain('Users: 1 more');
    expect(text).toContain('47.00 USD a month');
    const { items } = succeeded(await api.get('/v1/audit?action=consent.given')).body;
    expect(items).toMatchObject([{ actor: { id: owner.memberId }, parts: [{ after: { currency: 'USD' } }] }]);
  });

  it('is asked for before a form is filled in (BS-05), and taken by an invitation and by a return', async () => {
    const owner = await openAccount(roster, { preset: 'ontraport', planId: 'basic' });
    const { api } = owner;
    const quote = succeeded(await api.post('/v1/billing/quotes', { seats: { users: 1 } })).body;
    const invitation = { emails: [address('guest')], roleIds: [await roleId(owner, 'Sales Representative')] };
    const consentId = await agree(owner, quote.id);
    succeeded(await api.post('/v1/invitations', { ...invitation, consentId }));
    const guest = await accept(roster, invitation.emails[0] ?? '');
    succeeded(await api.post(`/v1/members/${guest.memberId}/revoke`));
    // The seat is paid for: who comes back takes it without another price.
    succeeded(await api.post(`/v1/members/${guest.memberId}/reactivate`));
    expect(await seats(owner)).toMatchObject({ bought: 1, available: 0 });
    succeeded(await api.post(`/v1/members/${guest.memberId}/revoke`));
    const other = { ...invitation, emails: [address('other')] };
    succeeded(await api.post('/v1/invitations', other));
    const back = await api.post(`/v1/members/${guest.memberId}/reactivate`);
    expect(back.body.code).toBe('seat.consent-required');
    const again = await agree(owner, back.body.details.quote.id);
    succeeded(await api.post(`/v1/members/${guest.memberId}/reactivate`, { consentId: again }));
    expect(await seats(owner)).toMatchObject({ bought: 2, available: 0 });
  });

  it('is free for the first agent and has a price for the second (golden 8), also for who comes back', async () => {
    const owner = await openAccount(roster, { planId: 'team', name: unique('Agents') });
    const { api } = owner;
    const [first, second] = [await colleague(roster, owner), await colleague(roster, owner)];
    const set = (memberId: string, body: object) => api.put(`/v1/members/${memberId}/agent-access`, body);
    succeeded(await set(first.memberId, { enabled: true }));
    const refused = await set(second.memberId, { enabled: true });
    expect(refused.body).toMatchObject({ code: 'seat.consent-required', details: { pool: 'agents', unitPrice: 2900 } });
    const consentId = await agree(owner, refused.body.details.quote.id);
    succeeded(await set(second.memberId, { enabled: true, consentId }));
    const agents = await eventually('both seats to be used', async () => {
      const pool = await seats(owner, 'agents');
      return pool.used === 2 ? pool : undefined;
    });
    expect(agents).toMatchObject({ bought: 1, available: 0 });
    succeeded(await api.post(`/v1/members/${second.memberId}/revoke`));
    const lost = async () => succeeded(await api.post(`/v1/members/${second.memberId}/reactivate`)).body;
    expect(await lost()).toMatchObject({ lostAgentAccess: { unitPrice: expect.any(Number) } });
    const both = { emails: [address('both')], roleIds: [await roleId(owner, 'Editor')], agentAccess: true };
    succeeded(await api.post('/v1/invitations', both));
    expect((await lost()).lostAgentAccess).toEqual({ unitPrice: 2900, currency: 'USD', interval: 'month' });
    const users = (await seats(owner)).reserved;
    const more = await api.post('/v1/invitations', { ...both, emails: [address('more')] });
    expect(more.body.code).toBe('seat.consent-required');
    expect((await seats(owner)).reserved).toBe(users);
  });
});
