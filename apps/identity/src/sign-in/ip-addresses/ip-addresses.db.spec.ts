import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  acceptInvitation,
  changeSecuritySettings,
  confirmIpAuthorization,
  createSession,
  listIpAddresses,
  listMemberIpAddresses,
  mailRequested,
  requestIpAuthorization,
  revokeIpAddresses,
  revokeMemberIpAddresses,
  RosterError,
  type CallContext,
} from '@roster/contracts';
import { address, codeOf, IdentityWorld, PASSWORD, sessionOf, type Owner } from '../../../../../test/identity/world.js';

const OFFICE = '203.0.113.7';
const HOME = '198.51.100.20';

let world: IdentityWorld;
let owner: Owner;

beforeAll(async () => {
  world = await IdentityWorld.create();
  owner = await restricted();
});
afterAll(() => world.close());

const at = (where: string): Partial<CallContext> => ({ client: { address: where } });

/** An account whose owner has turned the restriction on, at the office. */
async function restricted(): Promise<Owner> {
  const own = await world.openAccount({ preset: 'ontraport', planId: 'team' });
  await world.gateway.call(changeSecuritySettings, { ipRestrictions: true }, { ...own.call, ...at(OFFICE) });
  return own;
}

const signIn = (email: string, where: string) =>
  world.gateway.call(createSession, { email, password: PASSWORD }, at(where)).then(sessionOf);

/** The challenge of a sign-in that is refused because of its address. */
async function stopped(email: string, where: string): Promise<string> {
  try {
    await signIn(email, where);
  } catch (error) {
    if (!(error instanceof RosterError) || error.code !== 'ip.unauthorized') throw error;
    return String(error.details?.['challenge']);
  }
  throw new Error('The sign-in was let in');
}

/** The token of the mail's link, as notifications fetches it just before sending. */
async function link(memberId: string) {
  const [row] = await world.sql<{ id: string; generation: number }>(
    'select id, generation from ip_authorizations where member_id = $1',
    [memberId],
  );
  if (!row) throw new Error('No link is out');
  return { id: row.id, token: await world.token('ip-authorization', row.id, row.generation) };
}

async function authorize(email: string, memberId: string, where: string): Promise<void> {
  await world.gateway.call(requestIpAuthorization, { challenge: await stopped(email, where) }, at(where));
  const { token } = await link(memberId);
  await world.gateway.call(confirmIpAuthorization, { token }, at(HOME));
}

const mine = async (of: Owner, where = OFFICE) =>
  (await world.gateway.call(listIpAddresses, {}, { ...of.call, ...at(where) })).items;

describe('a sign-in where addresses are restricted', () => {
  it('is allowed from where the restriction was turned on, and refused from everywhere else (SC-09, SC-10)', async () => {
    expect((await signIn(owner.email, OFFICE)).member.id).toBe(owner.memberId);
    for (const same of [`::ffff:${OFFICE}`, `${OFFICE}:80`]) {
      expect((await signIn(owner.email, same)).member.id).toBe(owner.memberId);
    }
    expect(await stopped(owner.email, HOME)).toMatch(/^[\w-]{43}$/);
    expect(await stopped(owner.email, '203.0.113.8')).toEqual(expect.any(String));
  });

  it('is refused from what is no address, or without one (S58)', async () => {
    for (const where of ['0313.0.113.7', '203.0.113.007', '0xcb007107', '3405803783', `${OFFICE}:port`, 'office']) {
      expect(await stopped(owner.email, where)).toEqual(expect.any(String));
    }
    expect(await codeOf(world.gateway.call(createSession, { email: owner.email, password: PASSWORD }))).toBe(
      'ip.unauthorized',
    );
  });

  it('with a wrong password learns nothing about addresses', async () => {
    const input = { email: owner.email, password: 'not the password' };
    expect(await codeOf(world.gateway.call(createSession, input, at(HOME)))).toBe('session.credentials-invalid');
  });

  it('can be authorized by a link, which works once, for that person and address (SC-11, SC-12)', async () => {
    const person = await restricted();
    const challenge = await stopped(person.email, HOME);
    await world.gateway.call(requestIpAuthorization, { challenge }, at(HOME));
    const { id, token } = await link(person.memberId);
    const [mail] = await world.events(mailRequested, id);
    expect(mail?.data).toMatchObject({
      template: 'ip-authorization',
      recipient: person.email,
      words: { address: HOME, accountName: 'Acme', firstName: 'Olivia' },
      link: { purpose: 'ip-authorization', id, generation: 1 },
    });
    expect(await codeOf(signIn(person.email, HOME))).toBe('ip.unauthorized');
    await world.gateway.call(confirmIpAuthorization, { token }, at('192.0.2.99'));
    expect((await signIn(person.email, HOME)).member.id).toBe(person.memberId);
    expect(await codeOf(world.gateway.call(confirmIpAuthorization, { token }, at(HOME)))).toBe('token.invalid');
    // Neither the address where the button was pressed nor another person is authorized.
    expect(await codeOf(signIn(person.email, '192.0.2.99'))).toBe('ip.unauthorized');
    expect(await codeOf(signIn(owner.email, HOME))).toBe('ip.unauthorized');
    expect(await mine(person, HOME)).toMatchObject([
      { address: HOME, current: true, lastUsedAt: expect.any(String) },
      { address: OFFICE, current: false, lastUsedAt: null },
    ]);
  });

  it('can get the mail again, which voids the earlier link, five times in an hour (S39, S43)', async () => {
    const person = await restricted();
    const challenge = await stopped(person.email, HOME);
    const request = () => world.gateway.call(requestIpAuthorization, { challenge }, at(HOME));
    await request();
    const { token } = await link(person.memberId);
    await request();
    expect(await codeOf(world.gateway.call(confirmIpAuthorization, { token }))).toBe('token.invalid');
    for (let time = 0; time < 3; time += 1) await request();
    await expect(request()).rejects.toMatchObject({
      code: 'rate.limited',
      details: { retryAfter: expect.any(Number) },
    });
    // A new sign-in has no new allowance.
    const again = { challenge: await stopped(person.email, HOME) };
    expect(await codeOf(world.gateway.call(requestIpAuthorization, again))).toBe('rate.limited');
  });

  it('waits for half an hour, and only for people who are still members', async () => {
    const person = await restricted();
    const challenge = await stopped(person.email, HOME);
    const asked = new Date();
    await world.gateway.call(requestIpAuthorization, { challenge });
    const { id, token } = await link(person.memberId);
    await world.sql(`update members set status = 'inactive' where id = $1`, [person.memberId]);
    expect(await codeOf(world.gateway.call(confirmIpAuthorization, { token }))).toBe('token.invalid');
    await world.sql(`update members set status = 'active' where id = $1`, [person.memberId]);
    const [row] = await world.sql<{ minutes: number }>(
      'select round(extract(epoch from expires_at - $2::timestamptz) / 60)::int as minutes from ip_authorizations where id = $1',
      [id, asked],
    );
    expect(row?.minutes).toBe(30);
    await world.sql(`update ip_authorizations set expires_at = now() - interval '1 second' where id = $1`, [id]);
    expect(await codeOf(world.gateway.call(confirmIpAuthorization, { token }))).toBe('token.invalid');
  });

  it('accepts no challenge of another step, and no made-up one', async () => {
    for (const challenge of ['x', randomUUID()]) {
      expect(await codeOf(world.gateway.call(requestIpAuthorization, { challenge }))).toBe('challenge.invalid');
    }
  });

  it('counts a host of IPv6 by its /64', async () => {
    const person = await restricted();
    await authorize(person.email, person.memberId, '2001:db8:1:1::5');
    expect((await signIn(person.email, '2001:db8:1:1:aaaa:bbbb:cccc:dddd')).member.id).toBe(person.memberId);
    expect(await codeOf(signIn(person.email, '2001:db8:1:2::5'))).toBe('ip.unauthorized');
  });

  it('is not limited if the account does not restrict them', async () => {
    const free = await world.openAccount();
    expect((await signIn(free.email, HOME)).member.id).toBe(free.memberId);
  });
});

it('the address where a mailed invitation was accepted is authorized', async () => {
  const email = address('carl');
  const { token } = await world.invite(owner, email);
  const guest = { token, firstName: 'Carl', lastName: 'Colleague', password: PASSWORD };
  const { member } = sessionOf(await world.gateway.call(acceptInvitation, guest, at(HOME)));
  expect((await signIn(email, HOME)).member.id).toBe(member.id);
  expect(await codeOf(signIn(email, OFFICE))).toBe('ip.unauthorized');
});

describe('a revocation', () => {
  it('of several at once keeps the person out and ends their sessions from there (SC-14, SC-16, SC-17)', async () => {
    const person = await restricted();
    const CAFE = '192.0.2.50';
    for (const where of [HOME, CAFE]) await authorize(person.email, person.memberId, where);
    const sessions = await Promise.all([OFFICE, HOME, CAFE].map((where) => signIn(person.email, where)));
    const ids = (await mine(person)).filter(({ address: where }) => where !== OFFICE).map(({ id }) => id);
    expect(ids).toHaveLength(2);
    await world.gateway.call(revokeIpAddresses, { ids }, { ...person.call, ...at(OFFICE) });
    const alive = await Promise.all(sessions.map(({ token }) => codeOf(world.resolve(token))));
    expect(alive).toEqual(['none', 'session.required', 'session.required']);
    for (const where of [HOME, CAFE]) expect(await codeOf(signIn(person.email, where))).toBe('ip.unauthorized');
    expect((await mine(person)).map(({ address: where }) => where)).toEqual([OFFICE]);
  });

  it('voids an open link for that address', async () => {
    const person = await restricted();
    await authorize(person.email, person.memberId, HOME);
    await world.sql(
      `insert into ip_authorizations (account_id, id, member_id, address, generation, token_hash, expires_at)
       values ($1, $2, $3, $4, 1, $5, now() + interval '10 minutes')`,
      [person.accountId, randomUUID(), person.memberId, HOME, randomUUID()],
    );
    const [row] = await mine(person);
    await world.gateway.call(revokeIpAddresses, { ids: [row?.id ?? ''] }, person.call);
    expect(await world.sql('select from ip_authorizations where member_id = $1', [person.memberId])).toEqual([]);
  });

  it('by an administrator is recorded with the actor, the member and the addresses (SC-15)', async () => {
    const email = address('dora');
    const { token } = await world.invite(owner, email);
    const guest = { token, firstName: 'Dora', lastName: 'Colleague', password: PASSWORD };
    const { member, token: session } = sessionOf(await world.gateway.call(acceptInvitation, guest, at(HOME)));
    const of = { memberId: member.id };
    const { items } = await world.gateway.call(listMemberIpAddresses, of, owner.call);
    expect(items).toMatchObject([{ address: HOME, current: false }]);
    const ids = items.map(({ id }) => id);
    await world.gateway.call(revokeMemberIpAddresses, { ...of, ids }, owner.call);
    expect(await codeOf(world.resolve(session))).toBe('session.required');
    expect(await codeOf(signIn(email, HOME))).toBe('ip.unauthorized');
    const [act] = await world.acts(owner.accountId, 'ip-addresses.revoked');
    expect(act).toMatchObject({ actor: { memberId: owner.memberId }, targetId: member.id });
    expect(JSON.stringify(act?.parts)).not.toContain(HOME);
  });

  it('is all or nothing, and touches nobody else’s', async () => {
    const [one, other] = await Promise.all([restricted(), restricted()]);
    const [[own], [foreign]] = await Promise.all([mine(one), mine(other)]);
    const ids = [own?.id ?? '', foreign?.id ?? ''];
    expect(await codeOf(world.gateway.call(revokeIpAddresses, { ids }, one.call))).toBe('ip-address.not-found');
    expect(await mine(one)).toHaveLength(1);
    const as = (memberId: string) =>
      codeOf(world.gateway.call(revokeMemberIpAddresses, { memberId, ids: [foreign?.id ?? ''] }, one.call));
    expect(await as(other.memberId)).toBe('member.not-found');
    expect(await as(one.memberId)).toBe('ip-address.not-found');
    expect(await codeOf(world.gateway.call(listMemberIpAddresses, { memberId: other.memberId }, one.call))).toBe(
      'member.not-found',
    );
    expect(await mine(other)).toHaveLength(1);
  });
});
