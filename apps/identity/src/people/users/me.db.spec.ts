import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  editMe,
  getMe,
  memberEdited,
  requestEmailChange,
  requestInvalid,
  requestMalformed,
  type EditProfile,
} from '@roster/contracts';
import { codeOf, IdentityWorld, type Owner } from '../../../../../test/identity/world.js';

describe('my own profile', () => {
  let world: IdentityWorld;
  let owner: Owner;

  beforeAll(async () => {
    world = await IdentityWorld.create();
    owner = await world.openAccount();
  });
  afterAll(() => world.close());

  const edit = (input: EditProfile, call = owner.call) => world.gateway.call(editMe, input, call);
  const show = () => world.gateway.call(getMe, {}, owner.call);

  it('is edited property by property; what is left out stays', async () => {
    const { member, user, version } = await edit({ lastName: 'Lovelace', timeZone: 'Europe/Vienna' });
    expect(version).toBe(7);
    expect(member).toMatchObject({ firstName: 'Olivia', lastName: 'Lovelace', timeZone: 'Europe/Vienna' });
    expect(user).toMatchObject({ firstName: 'Olivia', lastName: 'Lovelace' });
    const [event] = (await world.events(memberEdited, owner.memberId)).slice(-1);
    expect(event?.data.member).toMatchObject({ lastName: 'Lovelace' });
    expect(await show()).toMatchObject({ member: { timeZone: 'Europe/Vienna' }, user: { lastName: 'Lovelace' } });
  });

  it('says how mails are signed, and where answers go where nothing is said (ID-14, ID-15)', async () => {
    const said = { emailFromName: 'Olivia of Acme', replyTo: 'Answers@Example.com' };
    expect((await edit(said)).member.sender).toEqual({ name: 'Olivia of Acme', replyTo: 'answers@example.com' });
    const { member } = await edit({ emailFromName: null, replyTo: null });
    expect(member).toMatchObject({
      emailFromName: null,
      replyTo: null,
      sender: { name: 'Olivia Lovelace', replyTo: owner.email },
    });
  });

  it('keeps a time zone in its one spelling, however it was typed', async () => {
    for (const timeZone of ['europe/vienna', 'EUROPE/VIENNA', 'Europe/Vienna']) {
      expect((await edit({ timeZone })).member.timeZone).toBe('Europe/Vienna');
    }
    expect((await edit({ timeZone: 'etc/utc' })).member.timeZone).toBe('UTC');
  });

  it.each([
    { timeZone: 'Mars/Olympus' },
    { timeZone: '+02:00' },
    { timeZone: ' Europe/Vienna' },
    { replyTo: 'nowhere' },
    { replyTo: 'a@example.com\r\nBcc: all@example.com' },
    { firstName: '' },
    { firstName: null },
    { emailFromName: 'Olivia\nBcc: all@example.com' },
  ])('refuses %j', async (input) => {
    const before = await show();
    expect(await codeOf(edit(input as EditProfile))).toBe(requestInvalid.code);
    expect(await show()).toEqual(before);
  });

  const FORBIDDEN =
    'role roles roleIds orgId accountId isOwner ownerMemberId emailVerified email seats id userId status createdAt ' +
    'kind agentAccess twoFactor revision sender __proto__ constructor prototype hasOwnProperty';

  it.each(FORBIDDEN.split(' '))('refuses an unknown property: %s (S48)', async (name) => {
    const before = await show();
    for (const value of ['true', '{"isOwner":true}', 'null']) {
      const input = JSON.parse(`{"firstName":"Eve","${name}":${value}}`) as EditProfile;
      expect([requestInvalid.code, requestMalformed.code]).toContain(await codeOf(edit(input)));
    }
    expect(await show()).toEqual(before);
  });

  it('is for those alone who may see it; everybody is told who they are (ID-43)', async () => {
    const email = `new-${owner.email}`;
    world.neighbours.may = ({ permission }) => !permission.startsWith('self:');
    try {
      const { user, account, member } = await show();
      expect([user.email, account.id, member.id]).toEqual([owner.email, owner.accountId, owner.memberId]);
      for (const field of ['emailFromName', 'replyTo', 'sender', 'timeZone']) expect(member).not.toHaveProperty(field);
      const changes = [edit({ firstName: 'Eve' }), world.gateway.call(requestEmailChange, { email }, owner.call)];
      expect(await Promise.all(changes.map(codeOf))).toEqual(['permission.denied', 'permission.denied']);
    } finally {
      world.neighbours.may = () => true;
    }
  });

  it('is not the one that somebody has in another account', async () => {
    const other = await world.openAccount({ email: owner.email });
    await edit({ emailFromName: 'Here' });
    const there = await world.gateway.call(getMe, {}, other.call);
    expect(there.member).toMatchObject({ emailFromName: null });
    expect(there.user).toEqual((await show()).user);
  });
});
