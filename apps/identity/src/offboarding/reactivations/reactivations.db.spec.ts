import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  activateMember,
  createMember,
  createSession,
  deactivateMember,
  getMember,
  invitationsExist,
  memberActivated,
  memberDeactivated,
  privilegeAboveOwn,
  reactivateMember,
  revokeMember,
  RosterError,
  seatLimitReached,
  type ApplyMember,
  type SeatKeys,
} from '@roster/contracts';
import { eventually } from '../../../../../test/harness/eventually.js';
import { compete } from '../../../../../test/harness/once-of-many.js';
import { RIVALS } from '../../../../../test/harness/scale.js';
import {
  address,
  codeOf,
  IdentityWorld,
  Neighbours,
  PASSWORD,
  type Owner,
} from '../../../../../test/identity/world.js';
import { shortDeadline } from '../../../../../test/harness/patience.js';

let world: IdentityWorld;
let owner: Owner;

beforeAll(async () => {
  world = await IdentityWorld.create();
  owner = await world.openAccount();
});
afterAll(() => world.close());
beforeEach(() => {
  const { takeAway, reserve, restorable, apply } = new Neighbours();
  Object.assign(world.neighbours, { takeAway, reserve, restorable, apply });
});

const reactivate = (memberId: string, call: object = {}) =>
  world.gateway.call(reactivateMember, { memberId }, { ...owner.call, ...call });
const statusOf = async (memberId: string, by = owner) =>
  (await world.gateway.call(getMember, { memberId }, by.call)).status;
const seatKeyOf = async (memberId: string) =>
  (await world.sql<{ seat_key: string | null }>('select seat_key from members where id = $1', [memberId]))[0]?.seat_key;

async function revoked(): Promise<{ memberId: string; email: string }> {
  const { member } = await world.colleague(owner);
  await world.gateway.call(revokeMember, { memberId: member.id }, owner.call);
  return { memberId: member.id, email: member.email };
}

describe('a revoked member', () => {
  it('comes back into a new seat, here first and then at access, and can sign in again', async () => {
    const { memberId, email } = await revoked();
    world.neighbours.apply = () => ({ version: 44 });
    expect(await reactivate(memberId)).toMatchObject({ version: 44, member: { id: memberId, status: 'active' } });
    const seatKey = await seatKeyOf(memberId);
    expect(seatKey).not.toBe(memberId);
    expect(world.neighbours.inputs<SeatKeys>('reserve').at(-1)?.keys).toEqual([seatKey]);
    const event = (await world.events(memberActivated, memberId)).at(-1);
    expect(event?.data.member).toMatchObject({ status: 'active', revision: 4, seatKey });
    expect(world.neighbours.inputs<ApplyMember>('apply').at(-1)?.envelope).toEqual(event);
    await world.gateway.call(createSession, { email, password: PASSWORD });
    const told = (await world.acts(owner.accountId)).filter(({ targetId }) => targetId === memberId);
    // Access has the act of the revocation: it was asked first.
    expect(told.map(({ action }) => action)).toEqual(['member.invited', 'invitation.accepted', 'member.reactivated']);
  });

  it('takes a new seat each time: a released key cannot be used again', async () => {
    const { memberId } = await revoked();
    await reactivate(memberId);
    const first = await seatKeyOf(memberId);
    await world.gateway.call(revokeMember, { memberId }, owner.call);
    await reactivate(memberId);
    expect(await seatKeyOf(memberId)).not.toBe(first);
    const { memberIds } = await world.billing.call(invitationsExist, {
      accountId: owner.accountId,
      memberIds: [memberId, first!, (await seatKeyOf(memberId))!, randomUUID()],
    });
    expect(memberIds).toEqual([memberId, await seatKeyOf(memberId)]);
  });

  it('stays revoked if there is no seat, if they may do more than the actor, and if access cannot say', async () => {
    const { memberId } = await revoked();
    const refuse = (kind: typeof seatLimitReached) => () => {
      throw new RosterError(kind);
    };
    world.neighbours.reserve = refuse(seatLimitReached);
    expect(await codeOf(reactivate(memberId))).toBe('seat.limit-reached');
    const seats = world.neighbours.inputs('reserve').length;
    world.neighbours.restorable = refuse(privilegeAboveOwn);
    expect(await codeOf(reactivate(memberId))).toBe('privilege.above-own');
    world.neighbours.restorable = () => undefined;
    expect(await codeOf(reactivate(memberId, { deadline: shortDeadline() }))).toBe('service.timeout');
    expect(world.neighbours.inputs('reserve')).toHaveLength(seats);
    expect(await statusOf(memberId)).toBe('revoked');
  });

  it('comes back once, however many ask at the same time, and in one seat (P7)', async () => {
    const { memberId } = await revoked();
    await world.start();
    const before = world.neighbours.asked.length;
    const outcome = await compete({
      attempt: async () => expect((await reactivate(memberId)).member.status).toBe('active'),
      effects: async () => (await world.events(memberActivated, memberId)).length,
    });
    expect(outcome).toMatchObject({ effects: 1, told: RIVALS, refusals: [] });
    const asked = world.neighbours.asked.slice(before);
    const keys = (verb: string) =>
      asked.filter((each) => each.verb === verb).flatMap(({ input }) => (input as SeatKeys).keys);
    const kept = keys('reserve').filter((key) => !keys('release').includes(key));
    expect(kept).toEqual([await seatKeyOf(memberId)]);
  });

  it('gives the seat back if the member is back already', async () => {
    const { memberId } = await revoked();
    const before = world.neighbours.inputs('reserve').length;
    await world.sql('begin');
    await world.sql(`update members set status = 'active', revision = revision + 1 where id = $1`, [memberId]);
    const answer = reactivate(memberId);
    const reserved = () => world.neighbours.inputs<SeatKeys>('reserve').slice(before);
    await eventually('a seat to be taken', () => Promise.resolve(reserved()[0]));
    await world.sql('commit');
    expect((await answer).member.status).toBe('active');
    expect(world.neighbours.inputs<SeatKeys>('release').at(-1)?.keys).toEqual(reserved()[0]?.keys);
    expect(await seatKeyOf(memberId)).toBeNull();
  });

  it('gets the same answer for the same idempotency key, and does not come back twice', async () => {
    const { memberId } = await revoked();
    const key = { idempotencyKey: randomUUID() };
    const first = await reactivate(memberId, key);
    await world.gateway.call(revokeMember, { memberId }, owner.call);
    expect(await reactivate(memberId, key)).toEqual(first);
    expect(await statusOf(memberId)).toBe('revoked');
  });

  it('cannot be activated by the switch, and other members cannot be reactivated', async () => {
    const { memberId } = await revoked();
    expect(await codeOf(world.gateway.call(activateMember, { memberId }, owner.call))).toBe(
      'active-switch.unsupported',
    );
    const { memberId: invited } = await world.invite(owner, address());
    expect(await codeOf(reactivate(invited))).toBe('member.not-revoked');
    expect(await codeOf(reactivate(randomUUID()))).toBe('member.not-found');
    const other = await world.openAccount();
    expect(await codeOf(reactivate(other.memberId))).toBe('member.not-found');
  });

  it('cannot come back while more is being taken from them', async () => {
    const { memberId } = await revoked();
    await world.sql(
      `insert into pending_commands (account_id, id, member_id, status, revision, actor, request_id, due_at)
       values ($1, $2, $3, 'deleted', 3, $4, 'lost', now() + interval '1 hour')`,
      [owner.accountId, randomUUID(), memberId, JSON.stringify(owner.call.actor)],
    );
    expect(await codeOf(reactivate(memberId))).toBe('member.leaving');
  });
});

describe('the switch', () => {
  const made = async (by: Owner) => {
    const email = address();
    const form = { email, firstName: 'Ada', lastName: 'Active', roleIds: [], password: PASSWORD };
    return { email, memberId: (await world.gateway.call(createMember, form, by.call)).member.id };
  };

  it('ends sessions and sign-ins at once, keeps the seat, and gives it all back (ID-31)', async () => {
    const there = await world.openAccount({ preset: 'jaicp' });
    const { memberId, email } = await made(there);
    await world.sql('update credentials set must_change = false');
    const { session } = await world.gateway.call(createSession, { email, password: PASSWORD });
    const seats = world.neighbours.inputs('release').length;
    const off = await world.gateway.call(deactivateMember, { memberId }, there.call);
    expect(off).toMatchObject({ version: 8, member: { status: 'inactive' } });
    expect(world.neighbours.inputs('take-away').at(-1)).toMatchObject({ memberId, status: 'inactive' });
    expect(await codeOf(world.resolve(session!.token))).toBe('session.required');
    expect(await codeOf(world.gateway.call(createSession, { email, password: PASSWORD }))).toBe('member.inactive');
    expect((await world.events(memberDeactivated, memberId))[0]?.data.member.status).toBe('inactive');
    expect(world.neighbours.inputs('release')).toHaveLength(seats);
    expect((await world.gateway.call(deactivateMember, { memberId }, there.call)).member.status).toBe('inactive');
    expect(await world.events(memberDeactivated, memberId)).toHaveLength(1);

    const on = await world.gateway.call(activateMember, { memberId }, there.call);
    expect(on).toMatchObject({ version: 7, member: { status: 'active' } });
    await world.gateway.call(createSession, { email, password: PASSWORD });
    // Sessions that were ended stay ended.
    expect(await codeOf(world.resolve(session!.token))).toBe('session.required');
    expect(await codeOf(world.gateway.call(deactivateMember, { memberId: there.memberId }, there.call))).toBe(
      'member.is-owner',
    );
  });
});
