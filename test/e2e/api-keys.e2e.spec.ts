import { beforeAll, describe, expect, it } from '@jest/globals';
import { colleague, openAccount, roleId, signIn, succeeded, type Person } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

let roster: Roster;
let owner: Person;

beforeAll(async () => {
  roster = sharedSystem();
  owner = await openAccount(roster);
});

async function keyBy(maker: Person, over: object = {}) {
  const roleIds = [await roleId(maker, 'Admin')];
  const body = { name: 'Nightly import', roleIds, ...over };
  const made = succeeded(await maker.api.post('/v1/api-keys', body)).body;
  return { id: made.id as string, memberId: made.memberId as string, api: roster.api.as(made.key) };
}

describe('A key of the API, from outside (S15, S53)', () => {
  it('reads and changes what its roles allow, decides in the manner of AuthZEN, and is nobody’s profile', async () => {
    const bob = await colleague(roster, owner, 'Read only');
    const { api, memberId } = await keyBy(owner);
    expect((await api.get('/v1/members')).status).toBe(200);
    const editor = await roleId(owner, 'Editor');
    const changed = await api.put(`/v1/members/${bob.memberId}/roles`, { roleIds: [editor] });
    expect([changed.status, changed.body.roles]).toEqual([200, [expect.objectContaining({ id: editor })]]);
    const evaluation = {
      subject: { type: 'member', id: bob.memberId },
      action: { name: 'publish' },
      resource: { type: 'campaigns', id: '1' },
    };
    expect((await api.post('/access/v1/evaluation', evaluation)).body).toMatchObject({ decision: true });
    const me = await api.get('/v1/me');
    expect([me.status, me.body.code]).toEqual([403, 'permission.denied']);
    const another = await api.post('/v1/api-keys', { name: 'Child', roleIds: [] });
    expect([another.status, another.body.code]).toEqual([403, 'permission.denied']);
    const { items } = (await owner.api.get(`/v1/audit?actor=${memberId}`)).body;
    expect(items).toEqual([expect.objectContaining({ action: 'member.roles-set' })]);
  });

  it('is narrowed by its list, and refused from other networks', async () => {
    const narrow = await keyBy(owner, { permissions: ['members:view'] });
    expect((await narrow.api.get('/v1/members')).status).toBe(200);
    expect((await narrow.api.get('/v1/audit')).status).toBe(403);
    const elsewhere = await keyBy(owner, { networks: ['203.0.113.0/24'] });
    const refused = await elsewhere.api.get('/v1/members', { headers: { 'x-forwarded-for': '203.0.113.7' } });
    expect([refused.status, refused.body.code]).toEqual([403, 'api-key.network']);
    const here = await keyBy(owner, { networks: ['127.0.0.0/8', '::1'] });
    expect((await here.api.get('/v1/members')).status).toBe(200);
  });

  it('may do no more than its maker from the moment in which they may do less', async () => {
    const maker = await colleague(roster, owner, 'Admin');
    const { api } = await keyBy(maker);
    expect((await api.get('/v1/audit')).status).toBe(200);
    const demoted = { roleIds: [await roleId(owner, 'Editor')] };
    const { headers } = succeeded(await owner.api.put(`/v1/members/${maker.memberId}/roles`, demoted));
    const atLeast = { headers: { 'roster-at-least': headers.get('roster-version') ?? '' } };
    expect((await api.get('/v1/audit', atLeast)).status).toBe(403);
  });

  it('is dead at once when it is revoked', async () => {
    const { api, id } = await keyBy(owner);
    expect((await api.get('/v1/members')).status).toBe(200);
    expect((await owner.api.delete(`/v1/api-keys/${id}`)).body).toEqual({ openInvitations: [] });
    const refused = await api.get('/v1/members');
    expect([refused.status, refused.body.code]).toEqual([401, 'session.required']);
    const { items } = (await owner.api.get('/v1/api-keys')).body;
    expect(items.map((row: { id: string }) => row.id)).not.toContain(id);
  });

  it('is created only after a fresh proof of who one is, and is not visible to other accounts', async () => {
    const { id } = await keyBy(owner);
    const stranger = await openAccount(roster);
    expect((await stranger.api.delete(`/v1/api-keys/${id}`)).status).toBe(404);
    const again = await signIn(roster, owner.email);
    await keyBy(again, { name: 'Fresh' });
  });
});
