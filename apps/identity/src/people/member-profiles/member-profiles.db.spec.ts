import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  editMember,
  getMember,
  memberEdited,
  memberNotFound,
  privilegeAboveOwn,
  RosterError,
  type EditMember,
  type SessionStarted,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { address, codeOf, IdentityWorld, type Owner } from '../../../../../test/identity/world.js';

let world: IdentityWorld;
let owner: Owner;
let admin: Owner;
let carl: SessionStarted;

beforeAll(async () => {
  world = await IdentityWorld.create();
  owner = await world.openAccount();
  const email = address('admin');
  admin = await world.signedIn(email, await world.colleague(owner, email));
});
beforeEach(async () => {
  world.neighbours.editable = () => ({});
  carl = await world.colleague(owner, address('carl'));
});
afterAll(() => world.close());

const edit = (change: Partial<EditMember>, by = owner, more: object = {}) =>
  world.gateway.call(editMember, { memberId: carl.member.id, ...change }, { ...by.call, ...more });

describe('the profile of a member', () => {
  it('says the sender of their mails; where they set no reply address, it is the administrator’s', async () => {
    const page = () => world.gateway.call(getMember, { memberId: carl.member.id }, owner.call);
    expect(await page()).toMatchObject({
      emailFromName: null,
      replyTo: null,
      timeZone: null,
      sender: { name: 'Carl Colleague', replyTo: owner.email },
    });
    await edit({ memberId: owner.memberId, replyTo: 'Office@Example.com' });
    expect((await page()).sender).toEqual({ name: 'Carl Colleague', replyTo: 'office@example.com' });
    await edit({ emailFromName: 'Carl of Acme', replyTo: 'carl@example.com' });
    expect((await page()).sender).toEqual({ name: 'Carl of Acme', replyTo: 'carl@example.com' });
  });

  it('is edited in this account alone, with an event and a trace of who did it', async () => {
    const change = { firstName: 'Karl', lastName: 'Kollege', timeZone: 'Europe/Vienna', emailFromName: 'K' };
    const client = { address: '192.0.2.7', userAgent: 'test' };
    const { member, version } = await edit(change, owner, { client });
    expect(member).toMatchObject(change);
    expect(version).toBe(7);
    const [told] = (await world.events(memberEdited, carl.member.id)).slice(-1);
    expect(told?.data.member).toMatchObject({ firstName: 'Karl', lastName: 'Kollege', revision: 3 });
    expect(await world.sql('select first_name from users where email = $1', [member.email])).toEqual([
      { first_name: 'Carl' },
    ]);
    const act = (await world.acts(owner.accountId)).at(-1);
    expect(act).toMatchObject({
      actor: { kind: 'member', memberId: owner.memberId },
      action: 'member.edited',
      address: client.address,
      targetId: carl.member.id,
    });
    expect(act?.parts.map(({ before, after }) => [before, after])).toEqual([
      [null, { fields: ['firstName', 'lastName', 'timeZone', 'emailFromName'] }],
    ]);
  });

  it('keeps what is left out, loses what is null, and says nothing of what changes nothing', async () => {
    await edit({ emailFromName: 'Carl', replyTo: 'carl@example.com' });
    const { member } = await edit({ replyTo: null });
    expect(member).toMatchObject({ emailFromName: 'Carl', replyTo: null });
    const events = await world.events(memberEdited, carl.member.id);
    expect(await edit({ emailFromName: 'Carl' })).not.toHaveProperty('version');
    expect(await world.events(memberEdited, carl.member.id)).toHaveLength(events.length);
  });

  it.each([
    { replyTo: 'no address' },
    { replyTo: 'a@example.com\r\nBcc: b@example.com' },
    { timeZone: 'Mars/Olympus' },
    { emailFromName: 'two\nlines' },
    { firstName: '' },
    { status: 'revoked' },
    { email: 'other@example.com' },
    { agentAccess: true },
    { isOwner: true },
  ])('refuses %j', async (change) => {
    expect(await codeOf(edit(change))).toBe('request.invalid');
  });

  it('of the owner is edited by the owner alone, and of a member who may do more than the actor not by that actor (S51)', async () => {
    const owners = { memberId: owner.memberId, firstName: 'Mallory' };
    expect(await codeOf(edit(owners, admin))).toBe('privilege.above-own');
    await expect(edit({ memberId: owner.memberId, firstName: 'Olive' })).resolves.toMatchObject({
      member: { firstName: 'Olive', isOwner: true },
    });
    world.neighbours.editable = () => {
      throw new RosterError(privilegeAboveOwn);
    };
    expect(await codeOf(edit({ firstName: 'Mallory' }, admin))).toBe('privilege.above-own');
    await expect(edit({ memberId: admin.memberId, firstName: 'Adam' }, admin)).resolves.toMatchObject({});
  });

  it('waits for access, which may not know a new member yet', async () => {
    world.neighbours.editable = () => {
      throw new RosterError(memberNotFound);
    };
    expect(await codeOf(edit({ firstName: 'Karl' }))).toBe('service.unavailable');
  });

  it('is of one account only (P6)', async () => {
    const other = await world.openAccount();
    expect(await codeOf(edit({ firstName: 'X' }, other))).toBe('member.not-found');
    expect(await codeOf(edit({ memberId: randomUUID(), firstName: 'X' }))).toBe('member.not-found');
  });

  it('is edited once for one idempotency key', async () => {
    const key = { idempotencyKey: uuidv7() };
    const first = await edit({ firstName: 'Karl' }, owner, key);
    await edit({ firstName: 'Charles' });
    expect(await edit({ firstName: 'Karl' }, owner, key)).toEqual(first);
    const { firstName } = await world.gateway.call(getMember, { memberId: carl.member.id }, owner.call);
    expect(firstName).toBe('Charles');
  });
});
