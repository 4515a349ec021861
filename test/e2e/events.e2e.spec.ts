import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventClient } from '../harness/event-client.js';
import { eventually } from '../harness/eventually.js';
import { address, colleague, openAccount, roleId, succeeded, type Person } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

let roster: Roster;
let owner: Person;
let guest: Person;
const open: EventClient[] = [];

beforeAll(async () => {
  roster = sharedSystem();
  owner = await openAccount(roster, { planId: 'business' });
  succeeded(await owner.api.post('/v1/roles', { name: 'Guest', grants: { 'reports:view': true } }));
  guest = await colleague(roster, owner, 'Guest');
});
afterAll(() => {
  for (const client of open) client.close();
});

async function listen({ api }: Person): Promise<EventClient> {
  const client = await EventClient.open(api.url, { authorization: `Bearer ${api.token}` });
  open.push(client);
  expect(client.status).toBe(200);
  return client;
}

const told = (client: EventClient, event: object) =>
  eventually(`the event ${JSON.stringify(event)}`, async () => {
    expect(client.of('changed')).toContainEqual(event);
    return true;
  });

describe('open windows', () => {
  it('hear of what their person may see, with the version from which on it can be read', async () => {
    const [ours, theirs] = [await listen(owner), await listen(guest)];
    const email = address('invited');
    const roleIds = [await roleId(owner, 'Editor')];
    succeeded(await owner.api.post('/v1/invitations', { emails: [email], roleIds }));
    const [invited] = (await owner.api.get(`/v1/members?q=${email}`)).body.items;
    await told(ours, { noun: 'member', id: invited.id });
    await told(ours, { noun: 'seat', id: null });
    const admin = { roleIds: [await roleId(owner, 'Admin')] };
    const put = succeeded(await owner.api.put(`/v1/members/${guest.memberId}/roles`, admin));
    const version = Number(put.headers.get('roster-version'));
    await told(ours, { noun: 'audit', id: null, version });
    await told(ours, { noun: 'role', id: null, version });
    await told(theirs, { noun: 'permissions', id: null, version });
    await told(theirs, { noun: 'member', id: guest.memberId, version });
    const atLeast = { headers: { 'roster-at-least': String(version), 'roster-background': '1' } };
    expect((await guest.api.get('/v1/members', atLeast)).status).toBe(200);
    // What was said before the change is not theirs to know.
    expect(theirs.text).not.toContain(invited.id);
    const changed = theirs.of('changed').findIndex((data) => (data as { version?: number }).version === version);
    expect(new Set(theirs.nouns().slice(0, changed))).toEqual(new Set(['permissions']));
    for (const { text } of [ours, theirs]) expect(text).not.toMatch(/@|Olivia|Carl/);
  });

  it('hear of a role by its id, whatever of it was changed', async () => {
    const ours = await listen(owner);
    const id = await roleId(owner, 'Guest');
    const renamed = succeeded(await owner.api.send('PATCH', `/v1/roles/${id}`, { name: 'Visitor' }));
    await told(ours, { noun: 'role', id, version: Number(renamed.headers.get('roster-version')) });
  });

  it('hear nothing more once the session is over: signed out, replaced, or of somebody who was revoked', async () => {
    const leaver = await colleague(roster, owner, 'Editor');
    const [signedOut, revoked] = [await listen(guest), await listen(leaver)];
    succeeded(await guest.api.delete('/v1/sessions/current'));
    await eventually('the end of who signed out', async () => signedOut.isOver || undefined);
    succeeded(await owner.api.post(`/v1/members/${leaver.memberId}/revoke`));
    await eventually('the end of who was revoked', async () => revoked.isOver || undefined);
    const replaced = await listen(owner);
    const current = { accountId: owner.accountId };
    succeeded(await owner.api.post('/v1/sessions/current/account', current));
    await eventually('the end of the session that was replaced', async () => replaced.isOver || undefined);
    for (const { api } of [guest, leaver]) expect((await api.get('/v1/me')).status).toBe(401);
  });
});
