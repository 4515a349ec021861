import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  activateMember,
  changePassword,
  createMember,
  deactivateMember,
  editAccount,
  editMember,
  memberRolesChanged,
  reactivateMember,
  revokeMember,
  type MailRequested,
  type MemberRolesChange,
  type RoleReference,
} from '@roster/contracts';
import { eventually } from '../../../../../test/harness/eventually.js';
import { envelopeOf } from '../../../../../test/harness/peer.js';
import { mailsTo } from '../../../../../test/identity/mails.js';
import { address, EDITOR, IdentityWorld, PASSWORD, type Owner } from '../../../../../test/identity/world.js';

let world: IdentityWorld;
let owner: Owner;

beforeAll(async () => {
  world = await IdentityWorld.create();
  owner = await world.openAccount();
});
afterAll(() => world.close());

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const ADMIN = { id: randomUUID(), name: 'Administrator' };
const client = { address: '203.0.113.7', userAgent: FIREFOX };
const DEVICE = { address: '203.0.113.7', device: 'Firefox 145 on Linux' };
const HIDDEN = { address: null, device: null };

it('say when, where and with what, in the person’s time zone, else in their account’s', async () => {
  const ada = await world.openAccount();
  const change = (currentPassword: string, password: string) =>
    world.gateway.call(changePassword, { currentPassword, password }, { ...ada.call, client });
  const origin = async () => (await mailsTo(world, ada.email, 'password-changed'))[0]?.origin;
  await change(PASSWORD, `${PASSWORD}, again`);
  expect(await origin()).toEqual({ at: expect.stringMatching(/Z$/), timeZone: 'UTC', ...DEVICE });
  await world.gateway.call(editAccount, { timeZone: 'Asia/Tokyo' }, ada.call);
  await change(`${PASSWORD}, again`, PASSWORD);
  expect(await origin()).toMatchObject({ timeZone: 'Asia/Tokyo' });
  await world.gateway.call(editMember, { memberId: ada.memberId, timeZone: 'Europe/Berlin' }, ada.call);
  await change(PASSWORD, `${PASSWORD}, again`);
  expect(await origin()).toMatchObject({ timeZone: 'Europe/Berlin' });
});

describe('a member whose roles have changed', () => {
  let version = 100;
  const change = (over: Partial<MemberRolesChange> = {}): MemberRolesChange => ({
    before: [EDITOR],
    actor: { kind: 'member', memberId: owner.memberId },
    seesActor: true,
    at: '2026-11-24T23:30:00.000Z',
    address: client.address,
    userAgent: FIREFOX,
    ...over,
  });
  /** Access says it, and identity has handled it. */
  const say = async (memberId: string, roles: RoleReference[], told?: MemberRolesChange) => {
    version += 1;
    const data = { memberId, roles, version, ...(told && { change: told }) };
    await world.access.publish(memberRolesChanged, envelopeOf(memberRolesChanged, owner.accountId, memberId, data));
    await eventually('the copy of the roles', async () => {
      const [row] = await world.sql('select from member_roles where member_id = $1 and version = $2', [
        memberId,
        version,
      ]);
      return row;
    });
  };
  const mails = (email: string): Promise<MailRequested[]> => mailsTo(world, email, 'roles-changed');

  it('is told which they had and have, and by whom, if they may see members; never from where', async () => {
    const { member } = await world.colleague(owner);
    await say(member.id, [ADMIN, EDITOR], change());
    const [told] = await mails(member.email);
    expect(told?.words).toEqual({
      firstName: 'Carl',
      accountName: 'Acme',
      changedBy: 'Olivia Owner',
      formerRoles: EDITOR.name,
      roles: `${ADMIN.name}, ${EDITOR.name}`,
    });
    expect(told?.origin).toEqual({ at: '2026-11-24T23:30:00.000Z', timeZone: 'UTC', ...HIDDEN });
    await say(member.id, [], change({ seesActor: false, before: [ADMIN, EDITOR] }));
    expect((await mails(member.email))[0]?.words).toMatchObject({ changedBy: 'an administrator', roles: 'none' });
  });

  it('is told from where it was done in their own name', async () => {
    const { member } = await world.colleague(owner);
    await say(member.id, [ADMIN], change({ actor: { kind: 'member', memberId: member.id } }));
    const [told] = await mails(member.email);
    expect(told?.words['changedBy']).toBe('somebody who is signed in as you');
    expect(told?.origin).toMatchObject(DEVICE);
  });

  it('is not told of roles that were edited or renamed, nor told too often, nor while they have no access', async () => {
    const { member } = await world.colleague(owner);
    await say(member.id, [{ ...EDITOR, name: 'Writer' }]);
    expect(await mails(member.email)).toEqual([]);
    for (let time = 0; time < 7; time += 1) await say(member.id, [], change());
    expect(await mails(member.email)).toHaveLength(5);
    const { member: gone } = await world.colleague(owner);
    await world.gateway.call(revokeMember, { memberId: gone.id }, owner.call);
    await say(gone.id, [], change());
    expect(await mails(gone.email)).toEqual([]);
  });

  it('reads of many roles the first ones and how many more, so that the mail stays one', async () => {
    const { member } = await world.colleague(owner);
    const many = Array.from({ length: 30 }, (_, at) => ({ ...EDITOR, name: `A role with a long name, number ${at}` }));
    await say(member.id, many, change());
    const roles = (await mails(member.email))[0]?.words['roles'];
    expect(roles).toMatch(/^A role with a long name, number 0, .*, \d+ more$/);
    expect(roles?.length).toBeLessThan(450);
  });
});

describe('a member whose access came back', () => {
  const told = async (email: string) => (await mailsTo(world, email, 'access-restored'))[0];

  it('after a revocation is told by whom, if they may see members', async () => {
    const { member } = await world.colleague(owner);
    const back = async (seesMembers: boolean) => {
      await world.gateway.call(revokeMember, { memberId: member.id }, owner.call);
      world.neighbours.restorable = () => ({ version: 7, seesMembers });
      await world.gateway.call(reactivateMember, { memberId: member.id }, { ...owner.call, client });
      return told(member.email);
    };
    expect(await back(true)).toMatchObject({
      words: { firstName: 'Carl', accountName: 'Acme', changedBy: 'Olivia Owner', roles: EDITOR.name },
      origin: HIDDEN,
    });
    expect((await back(false))?.words).toMatchObject({ changedBy: 'an administrator' });
    // Nothing comes back to whom nothing was taken from.
    const before = await mailsTo(world, member.email);
    await world.gateway.call(reactivateMember, { memberId: member.id }, owner.call);
    expect(await mailsTo(world, member.email)).toEqual(before);
  });

  it('by the switch is told as well', async () => {
    const there = await world.openAccount({ preset: 'jaicp' });
    const form = { email: address(), firstName: 'Ada', lastName: 'A', roleIds: [], password: PASSWORD };
    const { member } = await world.gateway.call(createMember, form, there.call);
    world.neighbours.restorable = () => ({ version: 7, seesMembers: true });
    await world.gateway.call(deactivateMember, { memberId: member.id }, there.call);
    await world.gateway.call(activateMember, { memberId: member.id }, there.call);
    expect((await told(member.email))?.words).toMatchObject({ changedBy: 'Olivia Owner', firstName: 'Ada' });
  });
});
