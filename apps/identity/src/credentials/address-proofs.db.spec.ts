import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  acceptInvitation,
  chooseNewPassword,
  confirmEmailChange,
  createMember,
  createSession,
  offerPasskey,
  requestEmailChange,
  requestPasswordReset,
  resetPassword,
  signInByPasskey,
  verifyEmail,
} from '@roster/contracts';
import type { SoftAuthenticator } from '../../../../test/identity/authenticator.js';
import { TestDns } from '../../../../test/identity/dns.js';
import { setUpApp, setUpPasskey } from '../../../../test/identity/factors.js';
import { mailedToken, mailsTo } from '../../../../test/identity/mails.js';
import { TestProvider } from '../../../../test/identity/provider.js';
import { CLIENT, Sso, ssoSettings } from '../../../../test/identity/sso.js';
import {
  address,
  codeOf,
  EDITOR,
  IdentityWorld,
  PASSWORD,
  sessionOf,
  type Owner,
} from '../../../../test/identity/world.js';

const THEIRS = 'a sentence of the one who filled in the form';
const OWN = 'a sentence of whose address it is';

let dns: TestDns;
let world: IdentityWorld;
/** The owner of an account whose product has a form with a password. */
let maker: Owner;
/** The person created by the form. The maker's password was used to sign in first, and to set up credentials. */
let planted: Owner;
let authenticator: SoftAuthenticator;

beforeAll(async () => {
  dns = await TestDns.start();
  world = await IdentityWorld.create(ssoSettings(dns));
  maker = await world.openAccount({ preset: 'jaicp' });
});
afterAll(async () => {
  await world.close();
  dns.close();
});
beforeEach(() => plant(address('real')));

async function plant(email: string): Promise<void> {
  const form = { email, firstName: 'Rea', lastName: 'Real', roleIds: [EDITOR.id], password: PASSWORD };
  await world.gateway.call(createMember, form, maker.call);
  const { challenge } = await world.gateway.call(createSession, { email, password: PASSWORD });
  const step = { challenge: challenge?.challenge ?? '', password: THEIRS };
  planted = await world.signedIn(email, sessionOf(await world.gateway.call(chooseNewPassword, step)));
  await setUpApp(world, planted);
  ({ authenticator } = await setUpPasskey(world, planted));
  await world.sql(
    `insert into connections (user_id, provider, scopes, access_token, connected_at) values ($1, 'any', '{}', '', now())`,
    [planted.call.actor.userId],
  );
}

const signIn = (password: string, email = planted.email) => world.gateway.call(createSession, { email, password });
const byPasskey = async () => {
  const { options } = await world.gateway.call(offerPasskey, {});
  return codeOf(world.gateway.call(signInByPasskey, { response: authenticator.get(options) }));
};
const TABLES = ['totps', 'passkeys', 'backup_codes', 'connections', 'devices', 'challenges'] as const;

/** The credentials of theirs that still work, and the earlier session if it does. */
async function leftOf({ call }: Owner): Promise<string[]> {
  const left: string[] = [];
  for (const table of TABLES) {
    const rows = await world.sql(`select from ${table} where user_id = $1`, [call.actor.userId]);
    if (rows.length > 0) left.push(table);
  }
  const open = await world.sql('select from sessions where id = $1 and ended_at is null', [call.actor.sessionId]);
  return open.length > 0 ? [...left, 'session'] : left;
}

async function reset(password: string, count = 1): Promise<void> {
  await world.gateway.call(requestPasswordReset, { email: planted.email });
  const token = await mailedToken(world, planted.email, 'password-reset', count);
  await world.gateway.call(resetPassword, { token, password });
}

describe('somebody who proves for the first time that the address of a user made by a form is theirs', () => {
  it('by a reset is the only one who can sign in: whatever was set up before stops working', async () => {
    expect(await byPasskey()).toBe('none');
    await reset(OWN);
    expect(await leftOf(planted)).toEqual([]);
    expect(await byPasskey()).toBe('passkey.invalid');
    expect(sessionOf(await signIn(OWN)).member.email).toBe(planted.email);
    expect(await world.sql('select two_factor from members where id = $1', [planted.memberId])).toEqual([
      { two_factor: false },
    ]);
    const [told] = await mailsTo(world, planted.email, 'second-factor-removed');
    expect(told?.words['factor']).toContain('before you confirmed');
  });

  it('keeps what they set up from then on: a later reset takes no factor away (S20)', async () => {
    await reset(OWN);
    const own = await world.signIn({ email: planted.email, password: OWN });
    await setUpApp(world, own);
    await reset(`${OWN} again`, 2);
    expect((await signIn(`${OWN} again`)).challenge?.next).toBe('second-factor');
  });

  it('by a sign-up can use neither the maker’s password nor the sign-up’s, and asks for a link', async () => {
    const { account } = await world.signUp({ email: planted.email, password: OWN });
    await world.gateway.call(verifyEmail, { token: await world.verificationToken(account.id) });
    expect(await leftOf(planted)).toEqual([]);
    expect([await codeOf(signIn(THEIRS)), await codeOf(signIn(OWN))]).toEqual([
      'session.credentials-invalid',
      'session.credentials-invalid',
    ]);
    await reset(`${OWN} again`);
    const accountId = account.id;
    const again = { email: planted.email, password: `${OWN} again`, accountId };
    expect((await world.signIn(again)).accountId).toBe(accountId);
  });

  it.each(['session', 'password'] as const)('by a mailed invitation and their %s', async (by) => {
    const host = await world.openAccount();
    const { token } = await world.invite(host, planted.email);
    const call = by === 'session' ? planted.call : undefined;
    const answer = await world.gateway.call(acceptInvitation, { token, ...(!call && { password: THEIRS }) }, call);
    const { sessionId, member } = sessionOf(answer);
    expect(member.email).toBe(planted.email);
    expect(await world.sql('select methods from sessions where id = $1', [sessionId])).toEqual([
      { methods: ['invitation', 'password'] },
    ]);
    expect((await leftOf(planted)).filter((one) => one !== 'devices')).toEqual([]);
    expect(await byPasskey()).toBe('passkey.invalid');
  });

  it('by the link that confirms another address', async () => {
    const email = address('other');
    await world.gateway.call(requestEmailChange, { email }, planted.call);
    await world.gateway.call(confirmEmailChange, { token: await mailedToken(world, email, 'email-change') });
    expect(await leftOf(planted)).toEqual([]);
    expect(sessionOf(await signIn(THEIRS, email)).member.email).toBe(email);
  });

  it('by the identity provider of its domain', async () => {
    const provider = await TestProvider.start([CLIENT]);
    const sso = new Sso(world, dns);
    const owner = await world.openAccount();
    const domain = await sso.domain(owner);
    const connection = await sso.connection(owner, provider, { provisions: true, roleIds: [EDITOR.id] });
    await plant(`somebody@${domain}`);
    provider.add({ email: planted.email, email_verified: true });
    const { member } = sessionOf(await sso.signIn(owner, connection, provider));
    expect(member.email).toBe(planted.email);
    expect((await leftOf(planted)).filter((one) => one !== 'devices')).toEqual([]);
    expect(await codeOf(signIn(THEIRS))).toBe('session.credentials-invalid');
    provider.close();
  });
});

it('nobody else loses anything: people who came by a link have proved their address from the start', async () => {
  const owner = await world.openAccount();
  const colleague = await world.signedIn(owner.email, await world.colleague(owner));
  for (const { call } of [owner, colleague]) {
    const [row] = await world.sql('select verified_at from users where id = $1', [call.actor.userId]);
    expect(row).toEqual({ verified_at: expect.any(Date) });
  }
});
