import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { AnswerSchemas, CheckedApi } from '../harness/answers.js';
import type { Api } from '../harness/api.js';
import {
  accept,
  address,
  colleague,
  openAccount,
  PASSWORD,
  roleId,
  succeeded,
  unique,
  type Person,
} from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';
import { codeOfApp } from '../harness/totp.js';

/** Answers that only a browser or another server can trigger: where they are tested, and why not here. */
const ELSEWHERE: Record<string, string> = {
  'POST /v1/me/passkeys': 'wants an authenticator: the tests of passkeys in a browser',
  'PATCH /v1/me/passkeys/{passkeyId}': 'wants a passkey: the tests of passkeys in a browser',
  'POST /v1/sessions/passkey': 'wants a passkey: the tests of passkeys in a browser',
  'POST /v1/sessions/reauthentication/passkey-options': 'wants a passkey: the tests of passkeys in a browser',
  'POST /v1/sessions/second-factor/passkey-options': 'wants a passkey: the tests of passkeys in a browser',
  'POST /v1/sso-connections': 'wants an identity provider: the tests of single sign-on',
  'GET /v1/sso-connections/{connectionId}': 'wants an identity provider: the tests of single sign-on',
  'PATCH /v1/sso-connections/{connectionId}': 'wants an identity provider: the tests of single sign-on',
  'POST /v1/sessions/sso': 'wants an identity provider: the tests of single sign-on',
  'POST /v1/sessions/reauthentication/sso': 'wants an identity provider: the tests of single sign-on',
  'POST /v1/me/sso/authorizations': 'wants an identity provider: the tests of single sign-on',
  'POST /v1/sso/authorizations': 'wants an identity provider: the tests of single sign-on',
  'POST /v1/sso/trials/authorizations': 'wants an identity provider: the tests of single sign-on',
  'POST /v1/sso/trials': 'wants an identity provider: the tests of single sign-on',
  'POST /v1/me/connections': 'wants a configured provider: the tests of connections',
  'POST /v1/me/connections/authorizations': 'wants a configured provider: the tests of connections',
  'POST /v1/domains/{domainId}/verification': 'wants a record in the DNS: the tests of domains',
  'GET /v1/events': 'does not end: the tests of events',
  'POST /v1/notifications/deliveries/{deliveryId}/retry': 'wants a mail that failed: the tests of deliveries',
};

/** Members whose names sound like secrets. The list below says why they are not, or why this is their place. */
const SECRETIVE = /hash|secret|password|token|credential|private|salt|cipher|key$/i;
const TOLD = [
  // A link of the chain, which reveals later changes.
  'AuditEntry.hash',
  // Given out once, to the caller who has just created or earned it.
  'ApiKeyCreatedAnswer.key',
  'SignedIn.token',
  'SignedIn.deviceToken',
  'TotpSetup.secret',
  // Names of the catalogue, of AuthZEN and of WebAuthn, and whether a password is wanted.
  'CatalogueFeature.key',
  'AuthzenNextPage.next_token',
  'AuthenticatorSelection.requireResidentKey',
  'AuthenticatorSelection.residentKey',
  'PasskeyAdded.passkey',
  'PasskeyCreationOptions.excludeCredentials',
  'PasskeyRequestOptions.allowCredentials',
  'InvitationLookup.needsPassword',
];

/** S49: no answer has a member that its document does not name, and the document names nothing secret. */
describe('every answer (S49)', () => {
  let roster: Roster;
  let schemas: AnswerSchemas;
  let owner: Person;
  let api: Api;
  let member: Person;

  beforeAll(async () => {
    const shared = sharedSystem();
    schemas = await AnswerSchemas.of(shared.api);
    roster = { ...shared, api: new CheckedApi(shared.url, schemas) };
    owner = await openAccount(roster, { planId: 'business' });
    api = owner.api;
    member = await colleague(roster, owner);
  });

  const joined = async (token: string): Promise<Pick<Person, 'api' | 'memberId'>> => {
    const body = { token, firstName: 'Sam', lastName: 'Several', password: PASSWORD };
    const session = succeeded(await roster.api.post('/v1/invitations/accept', body)).body;
    return { api: roster.api.as(session.token), memberId: session.member.id };
  };

  const all = async (who: Api, ...paths: string[]) => {
    for (const path of paths) succeeded(await who.get(path));
  };

  it('about the account and oneself', async () => {
    succeeded(await roster.api.post('/v1/email-verifications/resend', { email: address('nobody') }));
    await all(api, '/v1/account', '/v1/me', '/v1/me/permissions', '/v1/me/activity', '/v1/me/accounts');
    await all(api, '/v1/settings/security', '/v1/me/ip-addresses', '/v1/me/connections', '/v1/me/second-factors');
    succeeded(await api.send('PATCH', '/v1/account', { timeZone: 'Europe/Vienna' }));
    succeeded(await api.send('PATCH', '/v1/me', { lastName: 'Another', replyTo: owner.email }));
    succeeded(await api.send('PATCH', '/v1/settings/security', { sessionHours: 10 }));
    succeeded(await api.post('/v1/account/phone-verification', { phone: '+431234567' }));
    const message = await roster.mail.next('+431234567@sms.localhost');
    const [code] = /\b\d{6}\b/.exec(message.text) ?? [];
    succeeded(await api.post('/v1/account/phone-verification/confirm', { code }));
  });

  it('about members', async () => {
    const one = `/v1/members/${member.memberId}`;
    await all(api, '/v1/members', '/v1/members.csv', one, `${one}/activity`, `${one}/sessions`, `${one}/ip-addresses`);
    await all(api, `${one}/permissions`, `${one}/exceptions`, `${one}/sso-identities`);
    const editor = await roleId(owner, 'Editor');
    succeeded(await api.put(`${one}/roles`, { roleIds: [editor] }));
    succeeded(await api.put(`${one}/manager`, { memberId: owner.memberId }));
    succeeded(await api.send('PATCH', one, { lastName: 'Renamed' }));
    await api.put(`${one}/agent-access`, { enabled: true });
    for (const step of ['revoke', 'reactivate']) succeeded(await api.post(`${one}/${step}`));
    await all(api, '/v1/invitations', '/v1/notifications/deliveries');
    const email = address('guest');
    const invite = (to: string) => api.post('/v1/invitations', { emails: [to], roleIds: [editor] });
    succeeded(await invite(email));
    const token = await roster.mail.token(email);
    succeeded(await roster.api.post('/v1/invitations/lookup', { token }));
    succeeded(await api.post('/v1/invitations/addresses', { text: 'Ada <ada@example.com>; nobody' }));
    const { invitations } = succeeded(await invite(address('pending'))).body;
    succeeded(await api.post(`/v1/invitations/${invitations[0].id}/resend`));
    const guest = await accept(roster, email);
    succeeded(await api.post(`/v1/members/${guest.memberId}/revoke`));
    const deletion = await api.send('DELETE', `/v1/members/${guest.memberId}`, { reassignTo: owner.memberId });
    succeeded(deletion);
    await api.get(`/v1/members/${guest.memberId}/deletion`);
  });

  it('about members whom administrators make', async () => {
    const there = await openAccount(roster, { preset: 'jaicp' });
    const { items } = succeeded(await there.api.get('/v1/roles')).body;
    const email = address('made');
    const made = succeeded(
      await there.api.post('/v1/members', {
        email,
        firstName: 'Mona',
        lastName: 'Made',
        roleIds: [items[0].id],
        password: 'another sentence that nobody guesses',
        active: true,
      }),
    ).body;
    const { challenge } = succeeded(
      await roster.api.post('/v1/sessions', { email, password: 'another sentence that nobody guesses' }),
    ).body;
    succeeded(await roster.api.send('PUT', '/v1/sessions/new-password', { challenge, password: `${PASSWORD} at all` }));
    const id = made.member?.id ?? made.id;
    for (const step of ['deactivate', 'activate']) succeeded(await there.api.post(`/v1/members/${id}/${step}`));
  });

  it('about roles, teams and what members may do', async () => {
    await all(api, '/v1/brand', '/v1/presets', '/v1/product', '/v1/catalogue', '/v1/roles', '/v1/teams');
    const role = succeeded(await api.post('/v1/roles', { name: 'Checked', grants: { 'reports:view': true } })).body;
    await all(api, `/v1/roles/${role.id}`);
    succeeded(await api.send('PATCH', `/v1/roles/${role.id}`, { description: 'Seen' }));
    succeeded(await api.put('/v1/roles/order', { roleIds: [role.id] }));
    const change = { kind: 'role.edit', roleId: role.id, grants: { 'reports:view': true, 'reports:export': true } };
    succeeded(await api.post('/v1/changes/preview', { change }));
    succeeded(await api.delete(`/v1/roles/${role.id}`));
    const team = succeeded(await api.post('/v1/teams', { name: 'Checked' })).body;
    const one = `/v1/teams/${team.id ?? team.team?.id}`;
    await all(api, one);
    succeeded(await api.send('PATCH', one, { name: 'Checked again' }));
    succeeded(await api.put(`${one}/members`, { memberIds: [owner.memberId] }));
    succeeded(await api.put(`/v1/members/${owner.memberId}/teams`, { teamIds: [] }));
    succeeded(await api.delete(one));
    const checks = [{ memberId: member.memberId, permission: 'campaigns:view' }];
    succeeded(await api.post('/v1/checks', { checks, explain: true }));
    succeeded(await api.post('/v1/checks/filter', { memberId: member.memberId, permission: 'campaigns:view' }));
  });

  it('about exceptions and records, where there are some', async () => {
    const there = await openAccount(roster, { preset: 'ontraport' });
    const other = await colleague(roster, there, 'Sales Representative');
    const exceptions = `/v1/members/${other.memberId}/exceptions`;
    const exception = succeeded(
      await there.api.post(exceptions, { permission: 'tasks:cancel', effect: 'deny', reason: 'Seen' }),
    ).body;
    await all(there.api, '/v1/roles/tree', exceptions);
    succeeded(await there.api.delete(`${exceptions}/${exception.id}`));
    succeeded(await there.api.put('/v1/records/contacts/c-1', { ownerId: other.memberId }));
    await all(
      there.api,
      '/v1/records/contacts/c-1',
      `/v1/members/${other.memberId}/records`,
      `/v1/members/${other.memberId}/manager`,
    );
    const bots = await openAccount(roster, { preset: 'botplatform' });
    const email = address('copier');
    succeeded(await bots.api.post('/v1/invitations', { emails: [email], roleIds: [] }));
    const copier = await accept(roster, email);
    const copy = `/v1/members/${bots.memberId}/permissions/copy`;
    succeeded(await bots.api.post(copy, { from: copier.memberId, dryRun: true }));
  });

  it('about projects, where there are some', async () => {
    const { api: bots } = await openAccount(roster, { preset: 'botplatform' });
    const made = succeeded(await bots.post('/v1/projects', { name: 'Checked' })).body;
    const one = `/v1/projects/${made.id}`;
    const email = address('teammate');
    succeeded(await bots.post('/v1/invitations', { emails: [email], roleIds: [] }));
    const mate = await accept(roster, email);
    succeeded(await bots.send('PATCH', one, { name: 'Checked again' }));
    succeeded(await bots.put(`${one}/team`, { memberIds: [mate.memberId] }));
    succeeded(await bots.put(`${one}/team/${mate.memberId}`, { expiresAt: null }));
    const permissions = `${one}/team/${mate.memberId}/permissions`;
    succeeded(await bots.put(permissions, { grants: { 'content:edit': true } }));
    succeeded(await bots.put(`/v1/members/${mate.memberId}/projects`, { projectIds: [made.id] }));
    await all(bots, '/v1/projects', one, `${one}/team`, permissions, `/v1/members/${mate.memberId}/projects`);
    succeeded(await bots.put(`/v1/me/handover/${made.id}`, { windows: null }));
    await all(bots, `/v1/me/handover/${made.id}`);
    const other = address('teammate');
    succeeded(await bots.post('/v1/invitations', { emails: [other], roleIds: [] }));
    const copy = `${one}/team/${(await accept(roster, other)).memberId}/permissions/copy`;
    const copied = succeeded(await bots.post(copy, { from: mate.memberId })).body;
    expect(copied.exceptions).toContainEqual(
      expect.objectContaining({ permission: 'content:edit', projectId: made.id }),
    );
    succeeded(await bots.post(`${one}/ownership-transfer`, { memberId: mate.memberId }));
    expect((await bots.post(copy, { from: mate.memberId })).body.code).toBe('permission.copy-from-owner');
    succeeded(await bots.send('DELETE', one, { name: 'Checked again' }));
  });

  it('in the manner of AuthZEN', async () => {
    const subject = { type: 'user', id: owner.email };
    const [resource, action] = [{ type: 'campaigns', id: '1' }, { name: 'view' }];
    await all(roster.api, '/.well-known/authzen-configuration');
    succeeded(await api.post('/access/v1/evaluation', { subject, action, resource }));
    succeeded(await api.post('/access/v1/evaluations', { subject, evaluations: [{ action, resource }] }));
    succeeded(await api.post('/access/v1/search/subject', { subject: { type: 'user' }, action, resource }));
    succeeded(await api.post('/access/v1/search/resource', { subject, action, resource: { type: 'campaigns' } }));
    succeeded(await api.post('/access/v1/search/action', { subject, resource }));
  });

  it('about plan, audit, keys and connections', async () => {
    await all(api, '/v1/plans', '/v1/billing/subscription', '/v1/billing/seats', '/v1/billing/settings');
    // The first seat of an agent is free.
    const quote = succeeded(await api.post('/v1/billing/quotes', { seats: { agents: 3 } })).body;
    succeeded(await api.post('/v1/billing/consents', { quoteId: quote.id }));
    succeeded(await api.send('PATCH', '/v1/billing/settings', { inviterMayBuy: null }));
    await all(api, '/v1/billing/contact', '/v1/billing/details');
    succeeded(await api.put('/v1/billing/contact', { memberId: owner.memberId }));
    const company = { company: 'Checked Ltd.', address: 'Ring 1\n1010 Vienna', country: 'AT' };
    succeeded(await api.put('/v1/billing/details', company));
    succeeded(await api.put('/v1/billing/subscription', { planId: 'team' }));
    succeeded(await api.delete('/v1/billing/subscription/scheduled'));
    succeeded(await api.delete('/v1/billing/subscription'));
    await all(api, '/v1/audit', '/v1/audit.csv', '/v1/audit/verification');
    const at = new Date().toISOString();
    succeeded(await api.post('/v1/audit/state', { memberId: member.memberId, at }));
    const asked = { name: 'Checked', roleIds: [await roleId(owner, 'Editor')] };
    const key = succeeded(await api.post('/v1/api-keys', asked)).body;
    succeeded(await api.delete(`/v1/api-keys/${key.id}`));
    await all(api, '/v1/api-keys', '/v1/domains', '/v1/sso-connections');
    succeeded(await api.post('/v1/domains', { domain: `${randomUUID()}.example` }));
    succeeded(await roster.api.post('/v1/sso/discovery', { email: owner.email }));
  });

  it('about second factors and sessions', async () => {
    const person = await openAccount(roster);
    succeeded(await person.api.post('/v1/me/email', { email: address('new') }));
    const { secret } = succeeded(await person.api.post('/v1/me/totp')).body;
    succeeded(await person.api.post('/v1/me/totp/confirm', { code: codeOfApp(secret, -1) }));
    const signIn = async () =>
      succeeded(await roster.api.post('/v1/sessions', { email: person.email, password: PASSWORD })).body;
    const { challenge } = await signIn();
    const { token } = succeeded(
      await roster.api.post('/v1/sessions/second-factor', { challenge, code: codeOfApp(secret) }),
    ).body;
    const proof = { code: codeOfApp(secret, 1) };
    const renewed = succeeded(await roster.api.as(token).post('/v1/sessions/reauthentication', proof)).body;
    const now = roster.api.as(renewed.token);
    succeeded(await now.post('/v1/me/backup-codes'));
    await all(now, '/v1/sessions', '/v1/me/second-factors');
    succeeded(await roster.api.post('/v1/password-resets', { email: person.email }));
  });

  it('about what is to be done before a session', async () => {
    const person = await openAccount(roster);
    succeeded(await person.api.send('PATCH', '/v1/settings/security', { secondFactorRequired: true }));
    succeeded(await person.api.post('/v1/me/passkeys/options'));
    const email = person.email;
    const { challenge } = succeeded(await roster.api.post('/v1/sessions', { email, password: PASSWORD })).body;
    const { secret } = succeeded(await roster.api.post('/v1/sessions/enrolment', { challenge })).body;
    succeeded(await roster.api.put('/v1/sessions/enrolment', { challenge, code: codeOfApp(secret) }));
    succeeded(await roster.api.post('/v1/sessions/passkey-options'));
  });

  it('about more than one account', async () => {
    const email = address('several');
    const name = unique('Another');
    const other = await openAccount(roster, { name });
    for (const host of [owner, other]) {
      const roleIds = [await roleId(host, 'Editor')];
      succeeded(await host.api.post('/v1/invitations', { emails: [email], roleIds }));
    }
    const person = await joined(await roster.mail.token(email, ({ subject }) => !subject.includes(name)));
    const token = await roster.mail.token(email, ({ subject }) => subject.includes(name));
    succeeded(await person.api.post('/v1/invitations/accept', { token }));
    succeeded(await person.api.post('/v1/sessions/current/account', { accountId: other.accountId }));
    const transfer = { memberId: person.memberId };
    succeeded(await api.post('/v1/account/ownership-transfer', transfer));
  });

  it('of the whole system', () => all(roster.api, '/health/live', '/health/ready'));

  it('has been looked at for every route', () => {
    const unseen = schemas.routes.filter((route) => !schemas.answered.has(route));
    expect(unseen.filter((route) => !(route in ELSEWHERE))).toEqual([]);
    expect(Object.keys(ELSEWHERE).filter((route) => !schemas.routes.includes(route))).toEqual([]);
  });

  it('names nothing that sounds like a secret, except where it is given out', () => {
    const secretive = schemas.members.filter(({ member: name }) => SECRETIVE.test(name));
    expect(secretive.map(({ schema, member: name }) => `${schema}.${name}`).toSorted()).toEqual(TOLD.toSorted());
  });
});
