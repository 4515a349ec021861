import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { finishSso, linkSso, renewBySso, startSso, type SsoConnection, type SsoResponse } from '@roster/contracts';
import { TestDns } from '../../../../../test/identity/dns.js';
import { TestProvider } from '../../../../../test/identity/provider.js';
import { browser, CLIENT, OTHER_CLIENT, Sso, ssoSettings } from '../../../../../test/identity/sso.js';
import { codeOf, EDITOR, IdentityWorld, sessionOf, type Owner } from '../../../../../test/identity/world.js';
import { hashToken } from '../../core/tokens/token.js';

type Claims = Record<string, unknown>;

let dns: TestDns;
let world: IdentityWorld;
let sso: Sso;
let provider: TestProvider;
let rival: TestProvider;
let owner: Owner;
let domain: string;
let connection: SsoConnection;
let rivalConnection: SsoConnection;
let email: string;

beforeAll(async () => {
  dns = await TestDns.start();
  [provider, rival] = await Promise.all([TestProvider.start([CLIENT, OTHER_CLIENT]), TestProvider.start([CLIENT])]);
  world = await IdentityWorld.create(ssoSettings(dns));
  sso = new Sso(world, dns);
  owner = await world.openAccount();
  domain = await sso.domain(owner);
  const provisioning = { provisions: true, roleIds: [EDITOR.id] };
  connection = await sso.connection(owner, provider, provisioning);
  rivalConnection = await sso.connection(owner, rival, provisioning);
});
afterAll(async () => {
  await world.close();
  provider.close();
  rival.close();
  dns.close();
});
beforeEach(() => {
  email = `${randomUUID()}@${domain}`;
  for (const one of [provider, rival]) one.add({ email, email_verified: true });
});
afterEach(() => {
  provider.tamper = undefined;
  provider.metadata = {};
  provider.declines = false;
});

const finish = (input: SsoResponse) => world.gateway.call(finishSso, input);
const land = (binding = browser()) => sso.land(owner, connection, provider, binding);

/** The outcome of an answer whose ID token was tampered with. */
const outcomeOf = async (tamper: TestProvider['tamper']): Promise<string> => {
  provider.tamper = tamper;
  return codeOf(sso.signIn(owner, connection, provider));
};
const saying = (change: Claims) => outcomeOf((claims) => provider.signed({ ...claims, ...change }));

/** Nobody has come in by any of these answers. */
afterEach(async () => {
  const state = expect.getState();
  if (state.currentTestName?.includes('is refused')) {
    expect(await world.sql('select from members where email = $1', [email])).toEqual([]);
    expect(await world.sql('select from users where email = $1', [email])).toEqual([]);
  }
});

it('an ID token that is signed again, but says the same, is accepted', async () => {
  expect(await saying({})).toBe('none');
});

describe('an ID token is refused (S33, S66)', () => {
  it.each<[string, Claims]>([
    ['with another nonce', { nonce: 'another' }],
    ['without a nonce', { nonce: undefined }],
    ['for another audience', { aud: OTHER_CLIENT.id }],
    ['for several audiences, of whom another asked', { aud: [CLIENT.id, OTHER_CLIENT.id], azp: OTHER_CLIENT.id }],
    ['of another issuer', { iss: 'https://accounts.google.com' }],
    ['that is expired', { exp: Math.floor(Date.now() / 1_000) - 600 }],
    ['with an empty subject', { sub: '' }],
    ['without a subject', { sub: undefined }],
  ])('is refused %s', async (_, change) => expect(await saying(change)).toBe('sso.refused'));

  const unsigned = (header: object) => (claims: Claims) =>
    `${[header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;

  it('is refused if its algorithm is none', async () => {
    expect(await outcomeOf(unsigned({ alg: 'none' }))).toBe('sso.refused');
    expect(await outcomeOf(unsigned({ alg: 'RS256' }))).toBe('sso.refused');
  });

  it('is refused if it is signed with a secret that both sides have', async () => {
    const outcome = await outcomeOf((claims) => {
      const text = unsigned({ alg: 'HS256' })(claims).slice(0, -1);
      return `${text}.${createHmac('sha256', CLIENT.secret).update(text).digest('base64url')}`;
    });
    expect(outcome).toBe('sso.refused');
  });

  it('is refused if the key is not the provider’s', async () => {
    expect(await outcomeOf((claims) => rival.signed(claims))).toBe('sso.refused');
  });

  it('is refused if it was changed after it was signed', async () => {
    const outcome = await outcomeOf((claims, idToken) => {
      const [header, , signature] = idToken.split('.');
      const changed = Buffer.from(JSON.stringify({ ...claims, email_verified: true })).toString('base64url');
      return [header, changed, signature].join('.');
    });
    expect(outcome).toBe('sso.refused');
  });
});

describe('an answer is refused (S66)', () => {
  it('is refused with a made-up state', async () => {
    const landing = await land();
    for (const state of [`sign-in.${randomUUID()}`, '', landing.state.slice(0, -1)])
      expect(await codeOf(finish({ ...landing, state }))).toBe('sso.refused');
    await world.sql('delete from authorizations');
  });

  it('is refused in another browser, and still accepted in its own', async () => {
    const landing = await land();
    expect(await codeOf(finish({ ...landing, ...browser() }))).toBe('sso.refused');
    expect(await codeOf(finish({ ...landing, bindingHash: hashToken('') }))).toBe('sso.refused');
    expect(await world.sql('select from members where email = $1', [email])).toEqual([]);
    expect(sessionOf(await finish(landing)).member.email).toBe(email);
    await forget();
  });

  it('is refused the second time', async () => {
    const landing = await land();
    await finish(landing);
    provider.requests.length = 0;
    expect(await codeOf(finish(landing))).toBe('sso.refused');
    // We refuse it ourselves, before the provider is asked about the code.
    expect(provider.requests).toEqual([]);
    await forget();
  });

  it('is refused with a code for another question, even from the same browser', async () => {
    const binding = browser();
    const [mine, theirs] = [await land(binding), await land(binding)];
    expect(await codeOf(finish({ ...mine, code: theirs.code ?? '' }))).toBe('sso.refused');
  });

  it('is refused with a code that was used before', async () => {
    const used = await land();
    await finish(used);
    await forget();
    email = `${randomUUID()}@${domain}`;
    provider.add({ email, email_verified: true });
    expect(await codeOf(finish({ ...(await land()), code: used.code ?? '' }))).toBe('sso.refused');
  });

  it('is refused after it has expired', async () => {
    const landing = await land();
    await world.sql(`update authorizations set expires_at = now() - interval '1 second' where state_hash = $1`, [
      hashToken(landing.state),
    ]);
    expect(await codeOf(finish(landing))).toBe('sso.refused');
  });

  it('is refused without the issuer that the provider says it names, or with another (RFC 9207)', async () => {
    const { iss, ...without } = await land();
    expect(iss).toBe(provider.issuer);
    expect(await codeOf(finish(without))).toBe('sso.refused');
    expect(await codeOf(finish({ ...(await land()), iss: rival.issuer }))).toBe('sso.refused');
  });

  it('is refused if the person has declined', async () => {
    provider.declines = true;
    const landing = await land();
    expect(landing.error).toBe('access_denied');
    expect(await codeOf(finish(landing))).toBe('sso.refused');
  });

  it('is refused at the page of another connection: a mix-up of two providers', async () => {
    const binding = browser();
    const landing = await land(binding);
    // The other provider passes on what the first one sent, so that our code would go to its own token endpoint.
    expect(await codeOf(finish({ ...landing, connectionId: rivalConnection.id }))).toBe('sso.refused');
    const theirs = await sso.land(owner, rivalConnection, rival, binding);
    const mixed = { ...theirs, code: landing.code ?? '' };
    rival.requests.length = 0;
    expect(await codeOf(finish({ ...mixed, iss: provider.issuer }))).toBe('sso.refused');
    expect(rival.requests).not.toContain('POST /token');
    await world.sql('delete from authorizations');
  });

  it('is refused for another purpose', async () => {
    const landing = await land();
    expect(await codeOf(world.gateway.call(renewBySso, landing, owner.call))).toBe('sso.refused');
    expect(await codeOf(world.gateway.call(linkSso, landing, owner.call))).toBe('sso.refused');
    await world.sql('delete from authorizations');
  });
});

it('a provider whose issuer has changed is not asked', async () => {
  provider.metadata = { issuer: rival.issuer };
  expect(await codeOf(land())).toBe('sso.unreachable');
});

it('endpoints of a provider that lead to private addresses are not called (S65)', async () => {
  const landing = await land();
  provider.metadata = { token_endpoint: 'http://127.0.0.2/token' };
  expect(await codeOf(finish(landing))).not.toBe('none');
  provider.metadata = { authorization_endpoint: 'javascript:alert(1)' };
  expect(await codeOf(land())).toBe('sso.unreachable');
});

it('stores no question in readable form', async () => {
  const input = { accountId: owner.accountId, connectionId: connection.id, ...browser() };
  const { url } = await world.gateway.call(startSso, input);
  const asked = new URL(url).searchParams;
  expect(asked.get('code_challenge_method')).toBe('S256');
  expect(asked.get('redirect_uri')).toBe(connection.redirectUri);
  const [row] = await world.sql<Claims>('select * from authorizations where binding_hash = $1', [input.bindingHash]);
  expect(JSON.stringify(row)).not.toContain(asked.get('state'));
  expect(row?.['verifier']).not.toMatch(/^[\w-]{43}$/);
});

/** Another person takes the place of this test's, who has come in as expected. */
async function forget(): Promise<void> {
  email = `${randomUUID()}@${domain}`;
}
