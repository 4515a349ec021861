import { beforeAll, describe, expect, it } from '@jest/globals';
import { evaluateCheck } from '@roster/contracts';
import { eventually } from '../harness/eventually.js';
import { accept, address, PASSWORD, roleId, signIn, unique, type Person } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

/** The main story of Roster, as its users experience it. Each test continues where the one before ended. */
describe('the main job', () => {
  let roster: Roster;
  let owner: Person;
  const ownerEmail = address('owner');
  const colleagues = [address('ada'), address('ben'), address('cleo')];
  const members = new Map<string, Person>();

  beforeAll(() => {
    roster = sharedSystem();
  });

  const seats = async () => (await owner.api.get('/v1/billing/seats')).body.pools[0];

  it('opens an account: the preset, the plan and its owner, pending until the address is proved', async () => {
    const name = unique('Acme');
    const { status, body } = await roster.api.post('/v1/accounts', {
      name,
      preset: 'ortto',
      planId: 'team',
      owner: { email: ownerEmail, password: PASSWORD, firstName: 'Olivia', lastName: 'Owner' },
    });
    expect(status).toBe(201);
    expect(body.account).toMatchObject({ name, preset: 'ortto', status: 'pending', ownerMemberId: body.member.id });
    const early = await roster.api.post('/v1/sessions', { email: ownerEmail, password: PASSWORD });
    expect([early.status, early.body.code]).toEqual([403, 'email.unverified']);
  });

  it('verifies by the mailed link, once', async () => {
    const token = await roster.mail.token(ownerEmail);
    const verified = await roster.api.post('/v1/email-verifications', { token });
    expect(verified.status).toBe(204);
    expect(Number(verified.headers.get('roster-version'))).toBeGreaterThan(0);
    const again = await roster.api.post('/v1/email-verifications', { token });
    expect([again.status, again.body.code]).toEqual([410, 'token.invalid']);
  });

  it('signs the owner in, who sees the roles, the plan and the seats', async () => {
    owner = await signIn(roster, ownerEmail);
    const roles = (await owner.api.get('/v1/roles')).body.items;
    expect(roles.map((role: { name: string }) => role.name)).toEqual(['Admin', 'Editor', 'Contributor', 'Read only']);
    expect(roles[0].members).toEqual([{ id: owner.memberId, name: 'Olivia Owner', initials: 'OO' }]);
    expect((await owner.api.get('/v1/billing/subscription')).body.plan).toMatchObject({ id: 'team' });
    expect(await seats()).toMatchObject({ pool: 'users', included: 10, used: 1, reserved: 0, available: 9 });
    const rows = (await owner.api.get('/v1/members')).body.items;
    expect(rows).toMatchObject([{ id: owner.memberId, isOwner: true, status: 'active' }]);
  });

  it('invites three colleagues at once: three seats are reserved, three mails arrive', async () => {
    const { status, body } = await owner.api.post('/v1/invitations', {
      emails: colleagues,
      roleIds: [await roleId(owner, 'Editor')],
    });
    expect(status).toBe(201);
    expect(body.invitations.map((invitation: { email: string }) => invitation.email)).toEqual(colleagues);
    expect(await seats()).toMatchObject({ used: 1, reserved: 3, available: 6 });
    const mails = await Promise.all(colleagues.map((email) => roster.mail.next(email)));
    for (const mail of mails) expect(mail.text).toContain('Olivia Owner');
  });

  it('takes each of them in by name and password, and counts the seats as used', async () => {
    for (const email of colleagues) members.set(email, await accept(roster, email));
    expect(await seats()).toMatchObject({ used: 4, reserved: 0, available: 6 });
    const rows = (await owner.api.get('/v1/members?status=active')).body.items;
    expect(rows).toHaveLength(4);
    const roles = (await owner.api.get('/v1/roles')).body.items;
    expect(roles.find((role: { name: string }) => role.name === 'Editor').members).toHaveLength(3);
  });

  it('refuses a batch that does not fit the plan as a whole, with the numbers; nothing is sent', async () => {
    const emails = Array.from({ length: 7 }, (_, i) => address(`extra-${i}`));
    const refused = await owner.api.post('/v1/invitations', { emails, roleIds: [await roleId(owner, 'Editor')] });
    expect([refused.status, refused.body.code]).toEqual([409, 'seat.limit-reached']);
    expect(refused.body.details).toMatchObject({ requested: 7, included: 10, used: 4, reserved: 0, available: 6 });
    expect(await seats()).toMatchObject({ used: 4, reserved: 0 });
    const { items } = (await owner.api.get('/v1/notifications/deliveries')).body;
    expect(items.filter((delivery: { recipient: string }) => emails.includes(delivery.recipient))).toEqual([]);
  });

  it('answers a check in three ways alike', async () => {
    const editor = members.get(colleagues[0]!)!;
    for (const [permission, allowed] of [
      ['campaigns:publish', true],
      ['campaigns:export', false],
      ['members:invite', false],
      ['nothing:view', false],
    ] as const) {
      expect(await threeWays(roster, editor, permission)).toEqual([allowed, allowed, allowed]);
    }
  });

  it('makes an Editor Read only, and is answered by the new role from then on', async () => {
    const editor = members.get(colleagues[0]!)!;
    const written = await owner.api.put(`/v1/members/${editor.memberId}/roles`, {
      roleIds: [await roleId(owner, 'Read only')],
    });
    expect(written.status).toBe(200);
    const atLeast = Number(written.headers.get('roster-version'));
    const checks = [{ memberId: editor.memberId, permission: 'campaigns:publish' }];
    const { results } = (await editor.api.post('/v1/checks', { checks, atLeast })).body;
    expect(results[0]).toMatchObject({ allowed: false, reason: 'no_grant' });
    expect(results[0].version).toBeGreaterThanOrEqual(atLeast);
    expect(await threeWays(roster, editor, 'campaigns:publish')).toEqual([false, false, false]);
    expect(await threeWays(roster, editor, 'campaigns:view')).toEqual([true, true, true]);
    await eventually('the members list to show the new role', async () => {
      const row = (await owner.api.get(`/v1/members/${editor.memberId}`)).body;
      return row.roles[0].name === 'Read only' || undefined;
    });
  });

  it('revokes a member: the sessions end at once, and the seat is free again', async () => {
    const leaver = members.get(colleagues[2]!)!;
    expect((await leaver.api.get('/v1/me')).status).toBe(200);
    const revoked = await owner.api.post(`/v1/members/${leaver.memberId}/revoke`);
    expect(revoked.status).toBe(200);
    expect(await threeWays(roster, owner, 'campaigns:view', leaver)).toEqual([false, false, false]);
    await eventually(
      'the session to be refused',
      async () => (await leaver.api.get('/v1/me')).status === 401 || undefined,
    );
    const back = await roster.api.post('/v1/sessions', { email: leaver.email, password: PASSWORD });
    expect([back.status, back.body.code]).toEqual([403, 'member.inactive']);
    await eventually('the seat to be free', async () => (await seats()).used === 3 || undefined);
  });
});

/** The same question over REST, AuthZEN and the bus. */
async function threeWays(roster: Roster, asker: Person, permission: string, about = asker): Promise<boolean[]> {
  const [type, name] = permission.split(':') as [string, string];
  const { memberId, accountId } = about;
  const rest = await asker.api.post('/v1/checks', { checks: [{ memberId, permission }] });
  const authzen = await asker.api.post('/access/v1/evaluation', {
    subject: { type: 'member', id: memberId },
    resource: { type, id: 'any' },
    action: { name },
  });
  const bus = await roster.onBus(({ call }) => call(evaluateCheck, { accountId, memberId, permission }));
  return [rest.body.results[0].allowed, authzen.body.decision, bus.allowed];
}
