import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Answer } from '../harness/api.js';
import { address, colleague, openAccount, PASSWORD, roleId, type Person } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';
import { SoftAuthenticator } from '../identity/authenticator.js';

/** The name of each kind of id in a path, and a body that its writes otherwise accept. */
const BODIES: Record<string, (mine: { roleId: string }) => object> = {
  'PUT /v1/members/{memberId}/roles': ({ roleId: id }) => ({ roleIds: [id] }),
  'POST /v1/members/{memberId}/revoke': () => ({}),
  'POST /v1/members/{memberId}/reactivate': () => ({}),
  'POST /v1/members/{memberId}/deactivate': () => ({}),
  'POST /v1/members/{memberId}/activate': () => ({}),
  'PATCH /v1/members/{memberId}': () => ({ firstName: 'Another' }),
  'PUT /v1/members/{memberId}/agent-access': () => ({ enabled: true }),
  'PUT /v1/members/{memberId}/teams': () => ({ teamIds: [] }),
  'PATCH /v1/teams/{teamId}': () => ({ name: 'Another' }),
  'PUT /v1/teams/{teamId}/members': () => ({ memberIds: [] }),
  'PUT /v1/members/{memberId}/projects': () => ({ projectIds: [] }),
  'PATCH /v1/projects/{projectId}': () => ({ name: 'Another' }),
  'DELETE /v1/projects/{projectId}': () => ({ name: 'Theirs' }),
  'POST /v1/projects/{projectId}/ownership-transfer': () => ({ memberId: randomUUID() }),
  'PUT /v1/projects/{projectId}/team': () => ({ memberIds: [] }),
  'PUT /v1/projects/{projectId}/team/{memberId}': () => ({ expiresAt: null }),
  'PUT /v1/projects/{projectId}/team/{memberId}/permissions': () => ({ grants: {} }),
  'POST /v1/projects/{projectId}/team/{memberId}/permissions/copy': () => ({ from: randomUUID() }),
  'PUT /v1/members/{reportId}/manager': () => ({ memberId: null }),
  'POST /v1/members/{memberId}/exceptions': () => ({ permission: 'campaigns:view', effect: 'allow' }),
  'POST /v1/members/{memberId}/permissions/copy': () => ({ from: randomUUID() }),
  'PATCH /v1/roles/{roleId}': () => ({ name: 'Another' }),
  'POST /v1/invitations/{invitationId}/resend': () => ({}),
  'POST /v1/notifications/deliveries/{deliveryId}/retry': () => ({}),
  'PATCH /v1/me/passkeys/{passkeyId}': () => ({ name: 'Another' }),
  'PUT /v1/me/handover/{projectId}': () => ({ windows: null }),
  'PATCH /v1/sso-connections/{connectionId}': () => ({ name: 'Another' }),
  'POST /v1/domains/{domainId}/verification': () => ({}),
  'DELETE /v1/members/{memberId}/ip-addresses': () => ({ ids: [randomUUID()] }),
  'PUT /v1/records/{type}/{id}': () => ({ ownerId: null }),
};

/** Parts of paths that are not ids: names that every account has, or none. */
const NAMES: Record<string, string> = { provider: 'facebook', type: 'contacts' };

/** The id of a passkey that this person has added. */
async function passkeyOf({ api }: Person, url: string): Promise<string> {
  const { options } = (await api.post('/v1/me/passkeys/options')).body;
  const response = new SoftAuthenticator(url).create(options);
  return (await api.post('/v1/me/passkeys', { name: 'Theirs', response })).body.passkey.id;
}

/** P6: nobody reaches another tenant's things, and cannot tell them from things that do not exist. */
describe('one tenant against another', () => {
  let roster: Roster;
  let mine: Person;
  let theirs: Person;
  let ids: Record<string, string>;

  beforeAll(async () => {
    roster = sharedSystem();
    [mine, theirs] = await Promise.all([openAccount(roster), openAccount(roster)]);
    const member = await colleague(roster, theirs);
    const invited = (
      await theirs.api.post('/v1/invitations', {
        emails: [address('pending')],
        roleIds: [await roleId(theirs, 'Editor')],
      })
    ).body.invitations[0];
    await roster.mail.next(invited.email);
    const deliveries = (await theirs.api.get('/v1/notifications/deliveries')).body.items;
    const sessions = (await theirs.api.get('/v1/sessions')).body.items;
    const apiKey = (
      await theirs.api.post('/v1/api-keys', { name: 'Theirs', roleIds: [await roleId(theirs, 'Editor')] })
    ).body;
    const bots = await openAccount(roster, { preset: 'botplatform' });
    const domain = (await theirs.api.post('/v1/domains', { domain: `${randomUUID()}.example.com` })).body;
    ids = {
      domainId: domain.id,
      passkeyId: await passkeyOf(theirs, roster.url),
      // Creating one takes a reachable provider, so connections are tested next to their own code.
      connectionId: randomUUID(),
      apiKeyId: apiKey.id,
      memberId: member.memberId,
      teamId: (await theirs.api.post('/v1/teams', { name: 'Theirs' })).body.id,
      reportId: member.memberId,
      invitationId: invited.id,
      roleId: await roleId(theirs, 'Editor'),
      deliveryId: deliveries[0].id,
      sessionId: sessions[0].id,
      projectId: (await bots.api.post('/v1/projects', { name: 'Theirs' })).body.id,
      // Other systems' own ids: each account has its own records under them.
      id: `record of ${theirs.accountId}`,
    };
  });

  /** What an answer shows, without the request's own id and without the id that was asked for, which it may repeat. */
  const face = ({ status, body }: Answer, asked = 'nothing') => {
    const { requestId: _, ...rest } = JSON.parse(JSON.stringify(body).replaceAll(asked, 'the id')) as Answer['body'];
    return { status, ...rest };
  };

  const their = async () =>
    Promise.all(
      ['/v1/members?limit=200', '/v1/teams', '/v1/invitations', '/v1/roles', '/v1/billing/seats', '/v1/sessions'].map(
        async (path) => (await theirs.api.get(path)).body,
      ),
    );

  it('answers every route with a foreign id exactly as with an unknown one, and changes nothing', async () => {
    const document = (await roster.api.get('/openapi.json')).body;
    const before = await their();
    const walked: string[] = [];
    for (const [path, methods] of Object.entries<Record<string, unknown>>(document.paths)) {
      const named = path.replace(/\{(\w+)\}/g, (whole, name: string) => NAMES[name] ?? whole);
      const parameter = /\{(\w+)\}/.exec(named)?.[1];
      if (!parameter) continue;
      for (const method of Object.keys(methods).map((name) => name.toUpperCase())) {
        const route = `${method} ${path}`;
        expect({ route, known: parameter in ids }).toEqual({ route, known: true });
        const writes = method === 'PUT' || method === 'POST' || method === 'PATCH';
        if (writes) expect({ route, hasBody: route in BODIES }).toEqual({ route, hasBody: true });
        const body = route in BODIES ? BODIES[route]!({ roleId: await roleId(mine, 'Editor') }) : undefined;
        const ask = async (id: string) =>
          face(await mine.api.send(method, named.replace(`{${parameter}}`, id), body), id);
        const foreign = await ask(ids[parameter]!);
        expect({ route, ...foreign }).toEqual({ route, ...(await ask(randomUUID())) });
        expect({ route, status: foreign.status }).toEqual({ route, status: 404 });
        const malformed = { ...(await ask('not-an-id')), details: foreign.details };
        expect({ route, ...malformed }).toEqual({ route, ...foreign });
        walked.push(route);
      }
    }
    expect(walked.length).toBeGreaterThanOrEqual(6);
    expect(await their()).toEqual(before);
  });

  it('refuses foreign ids in bodies as unknown ones', async () => {
    const emails = [address('x')];
    const invite = async (id: string) => face(await mine.api.post('/v1/invitations', { emails, roleIds: [id] }), id);
    expect(await invite(ids.roleId!)).toMatchObject({ status: 404, code: 'role.not-found' });
    expect(await invite(ids.roleId!)).toEqual(await invite(randomUUID()));
    const team = async (id: string) => face(await mine.api.post('/v1/teams', { name: 'Ours', memberIds: [id] }), id);
    expect(await team(ids.memberId!)).toMatchObject({ status: 404, code: 'member.not-found' });
    expect(await team(ids.memberId!)).toEqual(await team(randomUUID()));
    const agent = async (id: string) =>
      face(await mine.api.send('PUT', `/v1/members/${mine.memberId}/teams`, { teamIds: [id] }), id);
    expect(await agent(ids.teamId!)).toMatchObject({ status: 404, code: 'team.not-found' });
    expect(await agent(ids.teamId!)).toEqual(await agent(randomUUID()));
    const check = async (memberId: string) => {
      const answer = await mine.api.post('/v1/checks', { checks: [{ memberId, permission: 'campaigns:view' }] });
      return { status: answer.status, result: answer.body.results[0] };
    };
    expect(await check(ids.memberId!)).toMatchObject({
      status: 200,
      result: { allowed: false, reason: 'unknown_member' },
    });
    expect(await check(ids.memberId!)).toEqual(await check(randomUUID()));
    const state = async (memberId: string) =>
      face(await mine.api.post('/v1/audit/state', { memberId, at: new Date().toISOString() }), memberId);
    expect(await state(ids.memberId!)).toMatchObject({ status: 404, code: 'member.not-found' });
    expect(await state(ids.memberId!)).toEqual(await state(randomUUID()));
    const filter = async (memberId: string) => {
      const { status, body } = await mine.api.post('/v1/checks/filter', { memberId, permission: 'campaigns:view' });
      return { status, kind: body.kind, reason: body.reason };
    };
    expect(await filter(ids.memberId!)).toEqual({ status: 200, kind: 'none', reason: 'unknown_member' });
    expect(await filter(ids.memberId!)).toEqual(await filter(randomUUID()));
    const transfer = async (memberId: string) =>
      face(await mine.api.post('/v1/account/ownership-transfer', { memberId }), memberId);
    expect(await transfer(ids.memberId!)).toMatchObject({ status: 404, code: 'member.not-found' });
    expect(await transfer(ids.memberId!)).toEqual(await transfer(randomUUID()));
    const signIn = async (accountId: string) =>
      face(await roster.api.post('/v1/sessions', { email: mine.email, password: PASSWORD, accountId }));
    expect(await signIn(theirs.accountId)).toEqual(await signIn(randomUUID()));
    const change = async (accountId: string) =>
      face(await mine.api.post('/v1/sessions/current/account', { accountId }), accountId);
    expect(await change(theirs.accountId)).toMatchObject({ status: 403, code: 'member.inactive' });
    expect(await change(theirs.accountId)).toEqual(await change(randomUUID()));
  });

  it('knows nobody of another tenant in the manner of AuthZEN either, by whatever name', async () => {
    const resource = { type: 'campaigns', id: '1' };
    const action = { name: 'view' };
    for (const id of [ids.memberId!, theirs.email]) {
      const subject = { type: 'user', id };
      const decision = (await mine.api.post('/access/v1/evaluation', { subject, action, resource })).body;
      expect(decision).toMatchObject({ decision: false, context: { reason: 'unknown_member' } });
      const batch = { subject, evaluations: [{ action, resource }] };
      expect((await mine.api.post('/access/v1/evaluations', batch)).body).toMatchObject({
        evaluations: [{ decision: false }],
      });
      const search = { subject, action, resource };
      expect((await mine.api.post('/access/v1/search/resource', search)).body.results).toEqual([]);
      expect((await mine.api.post('/access/v1/search/action', search)).body.results).toEqual([]);
    }
    const found = await mine.api.post('/access/v1/search/subject', { subject: { type: 'user' }, action, resource });
    expect(found.body.results).toEqual([{ type: 'user', id: mine.email }]);
    const trail = (await mine.api.get(`/v1/audit?target=${ids.memberId}&actor=${theirs.memberId}`)).body;
    expect(trail).toEqual({ items: [], names: {}, nextCursor: null });
  });

  it('takes the tenant from the session alone: forged account ids in bodies, queries and headers do nothing (S52)', async () => {
    const accountId = theirs.accountId;
    const inBody = await mine.api.post('/v1/checks', {
      accountId,
      checks: [{ memberId: ids.memberId, permission: 'campaigns:view' }],
    });
    expect([inBody.status, inBody.body.code]).toEqual([422, 'request.invalid']);
    expect((await mine.api.get(`/v1/members?accountId=${accountId}`)).status).toBe(422);
    const actor = { 'Roster-Actor': JSON.stringify({ memberId: theirs.memberId }) };
    const { items } = (await mine.api.get('/v1/members', { headers: actor })).body;
    expect(items.map((row: { id: string }) => row.id)).toEqual([mine.memberId]);
    const shown = await mine.api.get('/v1/members', { headers: { 'Roster-Account': accountId } });
    expect([shown.status, shown.body.code]).toEqual([409, 'session.account-changed']);
  });

  it('lists only its own with a cursor that another tenant was given', async () => {
    const { nextCursor } = (await theirs.api.get('/v1/members?limit=1')).body;
    expect(nextCursor).toEqual(expect.any(String));
    const { items } = (await mine.api.get(`/v1/members?limit=200&cursor=${encodeURIComponent(nextCursor)}`)).body;
    const foreign = new Set([theirs.memberId, ids.memberId]);
    expect(items.filter((row: { id: string }) => foreign.has(row.id))).toEqual([]);
  });
});
