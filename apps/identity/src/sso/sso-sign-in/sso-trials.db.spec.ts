import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  changeSsoConnection,
  finishSso,
  finishSsoTrial,
  startSsoTrial,
  type SsoConnection,
  type SsoTrial,
} from '@roster/contracts';
import { TestDns } from '../../../../../test/identity/dns.js';
import { TestProvider } from '../../../../../test/identity/provider.js';
import { browser, CLIENT, Sso, ssoSettings } from '../../../../../test/identity/sso.js';
import { address, codeOf, EDITOR, IdentityWorld, PASSWORD, type Owner } from '../../../../../test/identity/world.js';

let dns: TestDns;
let world: IdentityWorld;
let sso: Sso;
let provider: TestProvider;
let owner: Owner;
let domain: string;
let connection: SsoConnection;

beforeAll(async () => {
  dns = await TestDns.start();
  provider = await TestProvider.start([CLIENT]);
  world = await IdentityWorld.create(ssoSettings(dns));
  sso = new Sso(world, dns);
  owner = await world.openAccount();
  domain = await sso.domain(owner);
  connection = await sso.connection(owner, provider);
});
afterAll(async () => {
  await world.close();
  provider.close();
  dns.close();
});

const land = async () => {
  const key = { connectionId: connection.id, ...browser() };
  const { url } = await world.gateway.call(startSsoTrial, key, owner.call);
  return { ...key, ...(await provider.visit(url)) };
};
const tried = async (): Promise<SsoTrial> => world.gateway.call(finishSsoTrial, await land(), owner.call);

/** All that a sign-in could leave behind. */
const kept = async () => {
  const [row] = await world.sql(
    `select (select count(*) from members) members, (select count(*) from users) users,
            (select count(*) from sessions) sessions, (select count(*) from sso_identities) identities,
            (select count(*) from authorizations) questions, (select count(*) from outbox) events`,
  );
  return row;
};

describe('a test sign-in (SC-04)', () => {
  it('says what the provider sent and what would come of it, and changes nothing', async () => {
    const [member, invited, newcomer] = [`${randomUUID()}@${domain}`, `${randomUUID()}@${domain}`, randomUUID()];
    const ada = await world.signedIn(member, await world.colleague(owner, member));
    const { memberId: invitedId } = await world.invite(owner, invited);
    const before = await kept();

    const subject = provider.add({ email: member, email_verified: true, given_name: 'Ada', family_name: 'Lovelace' });
    expect(await tried()).toEqual({
      connectionId: connection.id,
      connectionName: 'Acme',
      person: { subject, email: member, emailTrusted: true, name: 'Ada Lovelace', secondFactor: false },
      outcome: 'member',
      memberId: ada.memberId,
      refusal: null,
    });
    provider.add({ email: invited, email_verified: true });
    expect(await tried()).toMatchObject({ outcome: 'invited', memberId: invitedId, refusal: null });
    provider.add({ email: `${newcomer}@${domain}`, email_verified: true });
    expect(await tried()).toMatchObject({ outcome: 'refused', memberId: null, refusal: 'not-a-member' });
    provider.add({ email: member });
    const unvouched = { email: member, emailTrusted: false };
    expect(await tried()).toMatchObject({ person: unvouched, outcome: 'refused', refusal: 'email-unverified' });
    provider.add({ email: address(), email_verified: true });
    expect(await tried()).toMatchObject({ outcome: 'refused', refusal: 'domain-unverified' });
    expect(await kept()).toEqual(before);

    const provisions = { connectionId: connection.id, provisions: true, roleIds: [EDITOR.id] };
    await world.gateway.call(changeSsoConnection, provisions, owner.call);
    const set = await kept();
    provider.add({ email: `${newcomer}@${domain}`, email_verified: true });
    expect(await tried()).toMatchObject({ outcome: 'newcomer', memberId: null, refusal: null });
    expect(await kept()).toEqual(set);
  });

  it('is of the session and the browser that began it, works once, and is no sign-in', async () => {
    provider.add({ email: `${randomUUID()}@${domain}`, email_verified: true });
    const answer = await land();
    const elsewhere = await world.signIn({ email: owner.email, password: PASSWORD });
    for (const attempt of [
      world.gateway.call(finishSsoTrial, answer, elsewhere.call),
      world.gateway.call(finishSsoTrial, { ...answer, ...browser() }, owner.call),
      world.gateway.call(finishSso, answer),
    ]) {
      expect(await codeOf(attempt)).toBe('sso.refused');
    }
    expect(await world.gateway.call(finishSsoTrial, answer, owner.call)).toMatchObject({ outcome: 'newcomer' });
    expect(await codeOf(world.gateway.call(finishSsoTrial, answer, owner.call))).toBe('sso.refused');
  });
});
