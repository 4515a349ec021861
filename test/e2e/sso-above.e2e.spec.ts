import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditEntry } from '@roster/contracts';
import { eventually } from '../harness/eventually.js';
import { accept, address, openAccount, succeeded, unique, type Person } from '../harness/people.js';
import { ownSystem, type OwnSystem } from '../harness/system.js';
import { TestDns } from '../identity/dns.js';
import { TestProvider } from '../identity/provider.js';
import { CLIENT, ssoSettings } from '../identity/sso.js';
import { allTold, doAll, owed, requestIdOf, told, type Trailed } from '../people/trail-account.js';
import { TRAILED_WITH_PROVIDER, type ProviderThings } from '../people/trail-sso.js';

/** The domain of everybody's address in these tests. */
const DOMAIN = 'example.com';

/** S51: whoever may set up ways into the account does not come in by them as somebody above. */
describe('a member who may edit the security of their account, and an identity provider of theirs', () => {
  let dns: TestDns;
  let provider: TestProvider;
  let roster: OwnSystem;
  let owner: Person;
  let keeper: Person;
  let connectionId: string;

  beforeAll(async () => {
    dns = await TestDns.start();
    provider = await TestProvider.start([CLIENT]);
    roster = await ownSystem({ env: ssoSettings(dns) });
    owner = await openAccount(roster, { planId: 'business' });
    const grants = { 'security:view': true, 'security:edit': true };
    keeper = await comer((await made('/v1/roles', { name: unique('Keeper'), grants })).id);
    const { id, record } = await made('/v1/domains', { domain: DOMAIN }, keeper);
    dns.records.set(record.name, [record.value]);
    succeeded(await keeper.api.post(`/v1/domains/${id}/verification`));
    const { id: clientId, secret: clientSecret } = CLIENT;
    const input = { kind: 'generic', name: 'Mine', issuer: provider.issuer, clientId, clientSecret };
    connectionId = (await made('/v1/sso-connections', input, keeper)).id;
  });
  afterAll(async () => {
    await roster.remove();
    provider.close();
    dns.close();
  });

  const made = async (path: string, body: object, by = owner) => succeeded(await by.api.post(path, body)).body;

  async function comer(roleId: string): Promise<Person> {
    const email = address('colleague');
    await made('/v1/invitations', { emails: [email], roleIds: [roleId] });
    return accept(roster, email);
  }

  const roleOf = async (name: string): Promise<string> => {
    const { items } = succeeded(await owner.api.get('/v1/roles')).body;
    return items.find((role: { name: string }) => role.name === name).id;
  };

  /** To the provider and back, in one browser. */
  async function roundTrip(api: Person['api'], paths: { start: string; finish: string }, input: object) {
    const { headers, body } = succeeded(await api.post(paths.start, { connectionId, ...input }));
    const cookie = headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
    return api.post(paths.finish, { connectionId, ...(await provider.visit(body.url)) }, { headers: { cookie } });
  }

  const signInAs = (email: string) => {
    provider.add({ email, email_verified: true });
    return again();
  };
  const again = () =>
    roundTrip(
      roster.api,
      { start: '/v1/sso/authorizations', finish: '/v1/sessions/sso' },
      { accountId: owner.accountId },
    );

  it('is signed in as neither the owner nor an administrator', async () => {
    const admin = await comer(await roleOf('Admin'));
    for (const { email } of [owner, admin]) {
      expect(await signInAs(email)).toMatchObject({
        status: 403,
        body: { code: 'sso.not-admitted', details: { reason: 'link-required' } },
      });
    }
  });

  it('is not let in by an invitation to a role above their own', async () => {
    const email = address('guest');
    await made('/v1/invitations', { emails: [email], roleIds: [await roleOf('Admin')] });
    await roster.mail.next(email);
    expect(await signInAs(email)).toMatchObject({ status: 403, body: { details: { reason: 'roles-not-grantable' } } });
  });

  it('does not make everybody come in by it', async () => {
    const enforced = await keeper.api.send('PATCH', `/v1/sso-connections/${connectionId}`, { enforced: true });
    expect(enforced).toMatchObject({ status: 403, body: { code: 'privilege.above-own' } });
  });

  it('is out again where they came in as somebody who is promoted then', async () => {
    const risen = await comer((await made('/v1/roles', { name: unique('Nothing'), grants: {} })).id);
    const { token } = succeeded(await signInAs(risen.email)).body;
    const api = roster.api.as(token);
    expect(succeeded(await api.get('/v1/me')).body.member.id).toBe(risen.memberId);
    const roleIds = [await roleOf('Admin')];
    succeeded(await owner.api.put(`/v1/members/${risen.memberId}/roles`, { roleIds }));
    await eventually('the session to end', async () => (await api.get('/v1/me')).status === 401 || undefined);
    expect((await risen.api.get('/v1/me')).status).toBe(200);
  });

  it('no longer makes members when its giver has lost the right: that shows, the owner is told, and it can be healed', async () => {
    const grants = { 'members:view': true, 'members:invite': true, 'security:view': true, 'security:edit': true };
    const giver = await comer((await made('/v1/roles', { name: unique('Giver'), grants })).id);
    const { items } = succeeded(await owner.api.get('/v1/domains')).body;
    succeeded(await owner.api.post(`/v1/domains/${items[0].id}/verification`));
    const given = (await made('/v1/roles', { name: unique('Given'), grants: {} })).id;
    const { id: clientId, secret: clientSecret } = CLIENT;
    const input = { kind: 'generic', name: 'Theirs', issuer: provider.issuer, clientId, clientSecret };
    const { id, provisioning } = await made(
      '/v1/sso-connections',
      { ...input, provisions: true, roleIds: [given] },
      giver,
    );
    expect(provisioning).toMatchObject({ state: 'working', reason: null });

    succeeded(await owner.api.put(`/v1/members/${giver.memberId}/roles`, { roleIds: [given] }));
    const path = `/v1/sso-connections/${id}`;
    const stopped = succeeded(await owner.api.get(path)).body.provisioning;
    expect(stopped).toMatchObject({ state: 'stopped', reason: 'privilege.above-own', memberId: giver.memberId });
    const mail = await roster.mail.next(owner.email, ({ subject }) => subject.includes('by single sign-on'));
    expect(mail.text).toContain('Theirs');
    const saved = succeeded(await owner.api.send('PATCH', path, { provisions: true })).body;
    expect(saved.provisioning).toMatchObject({ state: 'working', since: null });
    succeeded(await owner.api.send('DELETE', path));
  });

  it('lets in whoever is below, and the owner once they have linked it themselves', async () => {
    const below = await comer((await made('/v1/roles', { name: unique('Nothing'), grants: {} })).id);
    expect(await signInAs(below.email)).toMatchObject({ status: 201, body: { member: { id: below.memberId } } });

    const linked = { start: '/v1/me/sso/authorizations', finish: '/v1/me/sso-identities' };
    provider.add({ email: owner.email, email_verified: true });
    succeeded(await roundTrip(owner.api, linked, { purpose: 'link' }));
    expect(await again()).toMatchObject({ status: 201, body: { member: { id: owner.memberId } } });
  });

  it('leaves one entry in the audit trail for each act on connections, domains and identities (P14)', async () => {
    const below = await comer((await made('/v1/roles', { name: unique('Nothing'), grants: {} })).id);
    succeeded(await signInAs(below.email));
    const { id: clientId, secret: clientSecret } = CLIENT;
    const connection = { kind: 'generic', name: 'Other', issuer: provider.issuer, clientId, clientSecret };
    const things = { api: owner.api, dns, connection, memberId: below.memberId, held: {} };
    const trailed: Trailed<ProviderThings> = { owner, things, acknowledged: [] };
    await doAll(roster, trailed, { acts: TRAILED_WITH_PROVIDER });
    const read = async () => succeeded(await owner.api.get('/v1/audit?limit=200')).body.items;
    expect(told(trailed, await allTold(trailed, read))).toEqual(owed(trailed));
  });

  it('leaves no entry where a change of a connection changed nothing', async () => {
    const same = () => owner.api.send('PATCH', `/v1/sso-connections/${connectionId}`, { name: 'Ours' });
    const [first, second] = [succeeded(await same()), succeeded(await same())];
    const requestIds = [first, second].map(requestIdOf);
    const entries = await eventually('the entry of the first', async () => {
      const { items } = succeeded(await owner.api.get('/v1/audit?action=sso-connection.changed')).body;
      const own = items.filter((entry: AuditEntry) => requestIds.includes(entry.requestId ?? ''));
      return own.length > 0 ? own : undefined;
    });
    expect(entries).toMatchObject([{ requestId: requestIds[0] }]);
  });
});
