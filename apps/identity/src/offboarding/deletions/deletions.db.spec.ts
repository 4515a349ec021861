import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  confirmDeletion,
  deleteMember,
  getDeletion,
  getMember,
  internal,
  listDeletions,
  mailRequested,
  memberDeleted,
  memberDeletionBegun,
  memberReassignmentRequired,
  memberRevoked,
  reactivateMember,
  revokeMember,
  RosterError,
  transferOwnership,
  type HandOverRecords,
  type TakeAwayMember,
} from '@roster/contracts';
import { eventually } from '../../../../../test/harness/eventually.js';
import { compete } from '../../../../../test/harness/once-of-many.js';
import type { Peer } from '../../../../../test/harness/peer.js';
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
let keeper: Peer;
let heir: string;

beforeAll(async () => {
  world = await IdentityWorld.create({ RECORD_KEEPERS: 'crm,files' });
  keeper = await world.service.peer('service');
  owner = await world.openAccount({ preset: 'ontraport' });
  heir = (await world.colleague(owner)).member.id;
});
afterAll(() => world.close());
beforeEach(() => {
  const { takeAway, handOver } = new Neighbours();
  Object.assign(world.neighbours, { takeAway, handOver });
});

const remove = (memberId: string, reassignTo: string | undefined = heir, call: object = {}) =>
  world.gateway.call(
    deleteMember,
    { memberId, ...(reassignTo !== undefined && { reassignTo }) },
    { ...owner.call, ...call },
  );
const show = (memberId: string) => world.gateway.call(getMember, { memberId }, owner.call);
const progress = (memberId: string) => world.gateway.call(getDeletion, { memberId }, owner.call);
const confirm = (memberId: string, name: string, count = 0) =>
  keeper.call(confirmDeletion, { accountId: owner.accountId, memberId, keeper: name, count });
const pending = (memberId: string) => world.sql('select from pending_commands where member_id = $1', [memberId]);
const colleague = async () => (await world.colleague(owner)).member;

describe('deleting a member', () => {
  it('takes access at once, has the records reassigned, and is final when every keeper has confirmed', async () => {
    const { member, token, sessionId } = await world.colleague(owner);
    const memberId = member.id;
    let times = 0;
    world.neighbours.handOver = () => ({ count: (times += 1) * 5_000, isDone: times === 3 });
    const answer = await remove(memberId);
    expect(answer).toMatchObject({
      version: 8,
      member: { id: memberId, status: 'revoked', isBeingDeleted: true, email: member.email },
      deletion: { successorId: heir, pending: ['crm', 'files'], reassigned: { access: 15_000 }, finishedAt: null },
    });
    expect(world.neighbours.inputs<TakeAwayMember>('take-away').at(-1)).toMatchObject({
      memberId,
      status: 'deleted',
      successorId: heir,
    });
    expect(world.neighbours.inputs<HandOverRecords>('hand-over').at(-1)).toEqual({
      accountId: owner.accountId,
      memberId,
    });
    expect(await codeOf(world.resolve(token))).toBe('session.required');
    expect(sessionId).toBeDefined();
    expect((await world.events(memberRevoked, memberId))[0]?.data.member.status).toBe('revoked');
    expect((await world.events(memberDeletionBegun, memberId))[0]?.data).toMatchObject({
      member: { id: memberId },
      deletion: { successorId: heir, keepers: ['access', 'crm', 'files'] },
    });
    expect(await pending(memberId)).toHaveLength(0);
    expect(await codeOf(world.gateway.call(reactivateMember, { memberId }, owner.call))).toBe('member.leaving');
    expect(await world.events(memberDeleted, memberId)).toEqual([]);

    await confirm(memberId, 'files', 7);
    expect(await progress(memberId)).toMatchObject({ pending: ['crm'], reassigned: { access: 15_000, files: 7 } });
    expect(await show(memberId)).toMatchObject({ isBeingDeleted: true });
    await confirm(memberId, 'crm', 3);
    expect(await codeOf(show(memberId))).toBe('member.not-found');
    expect(await progress(memberId)).toMatchObject({ pending: [], finishedAt: expect.any(String) });
    const [event, ...more] = await world.events(memberDeleted, memberId);
    expect(more).toEqual([]);
    expect(event?.data.member).toMatchObject({
      status: 'deleted',
      email: '',
      firstName: '',
      lastName: '',
      userId: null,
    });
    const rows = await world.sql(`select email, first_name, last_name, user_id from members where id = $1`, [memberId]);
    expect(rows).toEqual([{ email: '', first_name: '', last_name: '', user_id: null }]);
    // The address can be invited again.
    await world.invite(owner, member.email);
  });

  it('erases where they were and when they could be reached, but not what they did', async () => {
    const { id: memberId } = await colleague();
    const { accountId } = owner;
    for (const each of [memberId, owner.memberId]) {
      const values = [accountId, each];
      await world.sql(
        `insert into ip_addresses (account_id, id, member_id, address, authorized_at)
         values ($1, gen_random_uuid(), $2, '203.0.113.7', now())`,
        values,
      );
      await world.sql(
        `insert into ip_authorizations (account_id, id, member_id, address, generation, token_hash, expires_at)
         values ($1, gen_random_uuid(), $2::uuid, '203.0.113.8', 1, md5($2::text), now() + interval '1 hour')`,
        values,
      );
      await world.sql(
        `insert into handovers (account_id, member_id, project_id, windows, updated_at)
         values ($1, $2, gen_random_uuid(), '[]', now())`,
        values,
      );
    }
    const left = async (id: string) => {
      const tables = ['ip_addresses', 'ip_authorizations', 'handovers'];
      const counts = tables.map((table) => world.sql(`select from ${table} where member_id = $1`, [id]));
      return (await Promise.all(counts)).map((rows) => rows.length);
    };
    await remove(memberId);
    for (const name of ['crm', 'files']) await confirm(memberId, name);
    expect(await left(memberId)).toEqual([0, 0, 0]);
    expect(await left(owner.memberId)).toEqual([1, 1, 1]);
    expect(await world.sql('select from activities where member_id = $1', [memberId])).not.toHaveLength(0);
  });

  it('cannot be confirmed by another service in the name of the register', async () => {
    const { id: memberId } = await colleague();
    world.neighbours.handOver = () => {
      throw new RosterError(internal);
    };
    await remove(memberId);
    expect(await codeOf(confirm(memberId, 'access'))).toBe('record-keeper.unknown');
    expect(await progress(memberId)).toMatchObject({ pending: ['access', 'crm', 'files'], reassigned: {} });
  });

  it('tells the person by mail that their access is gone, once', async () => {
    const { id: memberId, email } = await colleague();
    await world.gateway.call(revokeMember, { memberId }, owner.call);
    await remove(memberId);
    const mails = (await world.events(mailRequested)).filter(({ data }) => data.recipient === email);
    expect(mails.map(({ data }) => [data.template, data.words])).toMatchObject([
      ['access-revoked', { accountName: 'Acme', firstName: 'Carl' }],
    ]);
  });

  it('reports its progress when it is asked for again', async () => {
    const { id: memberId } = await colleague();
    await remove(memberId);
    const asked = world.neighbours.inputs('take-away').length;
    await confirm(memberId, 'crm', 2);
    expect((await remove(memberId)).deletion).toMatchObject({ pending: ['files'], reassigned: { access: 0, crm: 2 } });
    expect((await world.gateway.call(revokeMember, { memberId }, owner.call)).member.isBeingDeleted).toBe(true);
    expect(world.neighbours.inputs('take-away')).toHaveLength(asked);
    await confirm(memberId, 'files');
    expect(await codeOf(remove(memberId))).toBe('member.not-found');
  });

  it('happens once for one idempotency key, and once for many requests at the same time', async () => {
    const { id: memberId } = await colleague();
    const key = { idempotencyKey: randomUUID() };
    const outcome = await compete({
      attempt: (rival) => remove(memberId, heir, rival % 2 ? key : {}),
      effects: async () => (await world.events(memberDeletionBegun, memberId)).length,
    });
    expect(outcome).toMatchObject({ effects: 1, told: RIVALS, refusals: [] });
    expect(await world.events(memberRevoked, memberId)).toHaveLength(1);
    expect(await pending(memberId)).toHaveLength(0);
    await confirm(memberId, 'crm');
    await confirm(memberId, 'files');
    expect((await remove(memberId, heir, key)).member.status).toBe('deleted');
    expect(await codeOf(remove(memberId, randomUUID(), key))).toBe('idempotency.key-reused');
  });

  it('withdraws the invitation of an invited member', async () => {
    const { id, memberId } = await world.invite(owner, address());
    expect(await remove(memberId)).toMatchObject({ member: { status: 'deleted', email: '' }, deletion: null });
    expect(await codeOf(world.token('invitation', id))).toBe('token.invalid');
  });

  it('is refused without a suitable successor, and for the owner, before access is asked', async () => {
    const { id: memberId } = await colleague();
    const { id: revoked } = await colleague();
    await world.gateway.call(revokeMember, { memberId: revoked }, owner.call);
    const { memberId: invited } = await world.invite(owner, address());
    const other = await world.openAccount();
    const asked = world.neighbours.inputs('take-away').length;
    const without = world.gateway.call(deleteMember, { memberId }, owner.call);
    expect(await codeOf(without)).toBe('member.reassignment-required');
    for (const successor of [memberId, revoked, invited]) {
      expect(await codeOf(remove(memberId, successor))).toBe('member.not-active');
    }
    for (const successor of [other.memberId, randomUUID()]) {
      expect(await codeOf(remove(memberId, successor))).toBe('member.not-found');
    }
    expect(await codeOf(remove(owner.memberId))).toBe('member.is-owner');
    expect(await codeOf(remove(other.memberId))).toBe('member.not-found');
    expect(world.neighbours.inputs('take-away')).toHaveLength(asked);
    expect(await show(memberId)).toMatchObject({ status: 'active', isBeingDeleted: false });
  });

  it('is refused if they own records and nobody takes them over', async () => {
    const here = await world.openAccount({ preset: 'botplatform' });
    const { member } = await world.colleague(here);
    world.neighbours.takeAway = () => {
      throw new RosterError(memberReassignmentRequired);
    };
    const refused = world.gateway.call(deleteMember, { memberId: member.id }, here.call);
    expect(await codeOf(refused)).toBe('member.reassignment-required');
    expect(await pending(member.id)).toHaveLength(0);
  });

  it('is possible only after a revocation if the product says so', async () => {
    const here = await world.openAccount({ preset: 'ortto' });
    const { member } = await world.colleague(here);
    const gone = () => world.gateway.call(deleteMember, { memberId: member.id }, here.call);
    expect(await codeOf(gone())).toBe('member.not-revoked');
    await world.gateway.call(revokeMember, { memberId: member.id }, here.call);
    expect((await gone()).deletion).toMatchObject({ successorId: null, pending: ['crm', 'files'] });
  });

  it('is refused for a member who is taking over records, and two members cannot inherit from each other', async () => {
    const [ada, ben] = [await colleague(), await colleague()];
    await remove(ada.id, ben.id);
    expect(await codeOf(remove(ben.id))).toBe('member.is-successor');
    await confirm(ada.id, 'crm');
    await confirm(ada.id, 'files');
    expect((await remove(ben.id)).member.isBeingDeleted).toBe(true);
    for (let round = 0; round < 5; round += 1) {
      const [one, other] = [await colleague(), await colleague()];
      const codes = await Promise.all([codeOf(remove(one.id, other.id)), codeOf(remove(other.id, one.id))]);
      expect(codes.filter((code) => code === 'none')).toHaveLength(1);
      expect(['member.is-successor', 'member.not-active']).toContain(codes.find((code) => code !== 'none'));
    }
  });

  it('does not happen together with a transfer of ownership to the same member', async () => {
    const here = await world.openAccount({ preset: 'botplatform' });
    const { member } = await world.colleague(here);
    const codes = await Promise.all([
      codeOf(world.gateway.call(deleteMember, { memberId: member.id }, here.call)),
      codeOf(world.gateway.call(transferOwnership, { memberId: member.id }, here.call)),
    ]);
    expect(codes.filter((code) => code === 'none')).toHaveLength(1);
  });
});

describe('a deletion that was interrupted', () => {
  it('continues if the records could not be handed over', async () => {
    const { id: memberId } = await colleague();
    world.neighbours.handOver = () => {
      throw new RosterError(internal);
    };
    expect((await remove(memberId)).deletion?.pending).toEqual(['access', 'crm', 'files']);
    await confirm(memberId, 'crm');
    await confirm(memberId, 'files');
    expect(await show(memberId)).toMatchObject({ isBeingDeleted: true });
    world.neighbours.handOver = () => ({ count: 11, isDone: true });
    await world.sql('update pending_commands set due_at = now() where member_id = $1', [memberId]);
    await eventually('the end', async () => ((await progress(memberId)).finishedAt ? true : undefined));
    expect((await progress(memberId)).reassigned).toEqual({ access: 11, crm: 0, files: 0 });
    expect(await pending(memberId)).toHaveLength(0);
  });

  it('is finished by the next process if the first one died before its commit', async () => {
    const { member, token } = await world.colleague(owner);
    // The state after such a crash: access has taken away, the row exists, and nothing else has happened here.
    await world.sql(
      `insert into pending_commands (account_id, id, member_id, status, successor_id, revision, actor, request_id, due_at)
       values ($1, $2, $3, 'deleted', $4, 2, $5, 'lost', now())`,
      [owner.accountId, randomUUID(), member.id, heir, JSON.stringify(owner.call.actor)],
    );
    await eventually('the deletion', async () => ((await show(member.id)).isBeingDeleted ? true : undefined));
    await eventually('the hand-over', async () => ((await pending(member.id)).length === 0 ? true : undefined));
    expect(await progress(member.id)).toMatchObject({ successorId: heir, pending: ['crm', 'files'] });
    expect(await codeOf(world.resolve(token))).toBe('session.required');
  });

  it('takes nothing from a member who came back after an unfinished command', async () => {
    const { id: memberId } = await colleague();
    world.neighbours.takeAway = () => undefined;
    expect(
      await codeOf(world.gateway.call(revokeMember, { memberId }, { ...owner.call, deadline: shortDeadline() })),
    ).toBe('service.timeout');
    world.neighbours.takeAway = new Neighbours().takeAway;
    await world.gateway.call(revokeMember, { memberId }, owner.call);
    await world.gateway.call(reactivateMember, { memberId }, owner.call);
    expect(await pending(memberId)).toHaveLength(0);
    expect((await show(memberId)).status).toBe('active');
  });
});

describe('a keeper of records', () => {
  it('lists what it has not confirmed yet, in all accounts, page by page', async () => {
    const other = await world.openAccount({ preset: 'botplatform' });
    const { member } = await world.colleague(other);
    await world.gateway.call(deleteMember, { memberId: member.id }, other.call);
    const mine = (await colleague()).id;
    await remove(mine);
    const all = async (name: string) => {
      const seen: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null;) {
        const page = await keeper.call(listDeletions, { keeper: name, limit: 2, ...(cursor && { cursor }) });
        seen.push(...page.items.map(({ accountId, memberId }) => `${accountId} ${memberId}`));
        cursor = page.nextCursor;
      }
      return seen;
    };
    const both = [`${other.accountId} ${member.id}`, `${owner.accountId} ${mine}`];
    expect(await all('crm')).toEqual(expect.arrayContaining(both));
    await confirm(mine, 'crm');
    expect(await all('crm')).not.toContain(both[1]);
    expect(await all('files')).toEqual(expect.arrayContaining(both));
    expect(await all('strangers')).toEqual([]);
  });

  it('confirms once, by its name, and only while a deletion is open', async () => {
    const { id: memberId } = await colleague();
    expect(await codeOf(confirm(memberId, 'crm'))).toBe('deletion.not-found');
    await remove(memberId);
    expect(await codeOf(confirm(memberId, 'strangers'))).toBe('record-keeper.unknown');
    await confirm(memberId, 'crm', 4);
    await confirm(memberId, 'crm', 5);
    expect((await progress(memberId)).reassigned).toEqual({ access: 0, crm: 4 });
    const elsewhere = await world.openAccount();
    const foreign = { accountId: elsewhere.accountId, memberId, keeper: 'files', count: 0 };
    expect(await codeOf(keeper.call(confirmDeletion, foreign))).toBe('deletion.not-found');
    const outcome = await compete({
      attempt: () => confirm(memberId, 'files', 1),
      effects: async () => (await world.events(memberDeleted, memberId)).length,
    });
    expect(outcome).toMatchObject({ effects: 1, told: RIVALS, refusals: [] });
    expect(await codeOf(confirm(memberId, 'files', 1))).toBe('none');
  });
});

it('leaves no mailed link and no credential (S28)', async () => {
  const { email } = await world.signIn({ email: (await world.colleague(owner)).member.email, password: PASSWORD });
  const [row] = await world.sql<{ id: string }>(`select id from members where email = $1`, [email]);
  await remove(row!.id);
  expect(await codeOf(world.signIn({ email, password: PASSWORD }))).toBe('member.inactive');
});
