import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createSession,
  getMember,
  memberDeleted,
  memberNotFound,
  memberRevoked,
  privilegeAboveOwn,
  revokeMember,
  RosterError,
  sessionEnded,
  type TakeAwayMember,
} from '@roster/contracts';
import { eventually } from '../../../../../test/harness/eventually.js';
import {
  address,
  codeOf,
  IdentityWorld,
  Neighbours,
  PASSWORD,
  sessionOf,
  type Owner,
} from '../../../../../test/identity/world.js';
import { shortDeadline } from '../../../../../test/harness/patience.js';
import { hashToken } from '../../core/tokens/token.js';

let world: IdentityWorld;
let owner: Owner;

beforeAll(async () => {
  world = await IdentityWorld.create();
  owner = await world.openAccount();
});
afterAll(() => world.close());
beforeEach(() => {
  world.neighbours.takeAway = new Neighbours().takeAway;
});

const revoke = (memberId: string, call: object = {}) =>
  world.gateway.call(revokeMember, { memberId }, { ...owner.call, ...call });
const statusOf = async (memberId: string) => (await world.gateway.call(getMember, { memberId }, owner.call)).status;
const pending = (memberId: string) => world.sql('select client from pending_commands where member_id = $1', [memberId]);

describe('revoking a member', () => {
  it('takes access away first, then ends all their sessions, with events for both', async () => {
    const { member, token, sessionId } = await world.colleague(owner);
    const second = sessionOf(await world.gateway.call(createSession, { email: member.email, password: PASSWORD }));
    let before: unknown;
    world.neighbours.takeAway = async () => {
      before = await world.events(memberRevoked, member.id);
      return { version: 12 };
    };
    expect(await revoke(member.id)).toMatchObject({ version: 12, member: { id: member.id, status: 'revoked' } });
    expect(before).toEqual([]);
    expect(world.neighbours.inputs<TakeAwayMember>('take-away').at(-1)).toEqual({
      memberId: member.id,
      status: 'revoked',
      revision: 2,
    });
    for (const session of [token, second.token]) expect(await codeOf(world.resolve(session))).toBe('session.required');
    expect((await world.events(sessionEnded, sessionId))[0]?.data).toEqual({ sessionId, tokenHash: hashToken(token) });
    expect(await world.events(sessionEnded, second.sessionId)).toHaveLength(1);
    expect((await world.events(memberRevoked, member.id))[0]?.data.member).toMatchObject({
      status: 'revoked',
      revision: 3,
    });
    expect(await codeOf(world.gateway.call(createSession, { email: member.email, password: PASSWORD }))).toBe(
      'member.inactive',
    );
    expect(await pending(member.id)).toHaveLength(0);
  });

  it('changes nothing the second time', async () => {
    const { member } = await world.colleague(owner);
    await revoke(member.id);
    world.neighbours.takeAway = () => ({ version: 15 });
    expect(await revoke(member.id)).toMatchObject({ version: 15, member: { status: 'revoked' } });
    expect(await world.events(memberRevoked, member.id)).toHaveLength(1);
    expect(await pending(member.id)).toHaveLength(0);
  });

  it('gives the first answer again for the same idempotency key', async () => {
    const { member } = await world.colleague(owner);
    const call = { ...owner.call, idempotencyKey: randomUUID() };
    const keyed = (memberId: string) => world.gateway.call(revokeMember, { memberId }, call);
    const answers = await Promise.all([keyed(member.id), keyed(member.id)]);
    world.neighbours.takeAway = () => ({ version: 99 });
    answers.push(await keyed(member.id));
    expect(answers[0]).toMatchObject({ version: 8, member: { status: 'revoked' } });
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
    expect(await pending(member.id)).toHaveLength(0);
    const { memberId } = await world.invite(owner, address());
    expect(await codeOf(keyed(memberId))).toBe('idempotency.key-reused');
    expect(await statusOf(memberId)).toBe('invited');
  });

  it('gives the first answer again if it withdrew an invitation', async () => {
    const { memberId } = await world.invite(owner, address());
    const call = { ...owner.call, idempotencyKey: randomUUID() };
    const keyed = () => world.gateway.call(revokeMember, { memberId }, call);
    const first = await keyed();
    expect(first.member.status).toBe('deleted');
    expect(await keyed()).toEqual(first);
  });

  it('locks the invitation before the member, so that it cannot deadlock', async () => {
    const { id, memberId } = await world.invite(owner, address());
    await world.sql('begin');
    await world.sql('select from invitations where id = $1 for update', [id]);
    const revoked = revoke(memberId);
    const isWaiting = async () => {
      const waiting = await world.sql(`select from pg_locks where not granted`);
      return waiting.length > 0 ? true : undefined;
    };
    await eventually('the revocation to wait', isWaiting);
    const code = await codeOf(world.sql('select from members where id = $1 for update nowait', [memberId]));
    await world.sql('rollback');
    expect(code).toBe('none');
    expect((await revoked).member.status).toBe('deleted');
  });

  it('withdraws the invitation of an invited member', async () => {
    const { id, memberId } = await world.invite(owner, address());
    expect((await revoke(memberId)).member.status).toBe('deleted');
    expect(await world.events(memberDeleted, memberId)).toHaveLength(1);
    expect(await codeOf(world.token('invitation', id))).toBe('token.invalid');
  });

  it('is refused for the owner, and for an unknown member', async () => {
    const asked = world.neighbours.inputs('take-away').length;
    const other = await world.openAccount();
    expect(await codeOf(revoke(owner.memberId))).toBe('member.is-owner');
    expect(await codeOf(revoke(other.memberId))).toBe('member.not-found');
    expect(await codeOf(revoke(randomUUID()))).toBe('member.not-found');
    expect(world.neighbours.inputs('take-away')).toHaveLength(asked);
  });

  it('does nothing if access refuses', async () => {
    const { member } = await world.colleague(owner);
    world.neighbours.takeAway = () => {
      throw new RosterError(privilegeAboveOwn);
    };
    expect(await codeOf(revoke(member.id))).toBe('privilege.above-own');
    expect(await statusOf(member.id)).toBe('active');
    expect(await pending(member.id)).toHaveLength(0);
  });
});

it('is not half done if access does not know the member yet', async () => {
  const { member, token } = await world.colleague(owner);
  world.neighbours.takeAway = () => {
    throw new RosterError(memberNotFound);
  };
  expect(await codeOf(revoke(member.id))).toBe('service.unavailable');
  expect(await statusOf(member.id)).toBe('active');
  expect(await pending(member.id)).toHaveLength(0);
  expect((await world.resolve(token)).memberId).toBe(member.id);
});

describe('a revocation that was interrupted', () => {
  it('is not forgotten if access cannot be asked again: it may have happened the first time', async () => {
    const { member } = await world.colleague(owner);
    let times = 0;
    world.neighbours.takeAway = ({ memberId }) => {
      if (memberId === member.id) times += 1;
      throw new RosterError(memberNotFound);
    };
    await world.sql(
      `insert into pending_commands (account_id, id, member_id, status, revision, actor, request_id, due_at)
       values ($1, $2, $3, 'revoked', 2, $4, 'lost', now())`,
      [owner.accountId, randomUUID(), member.id, JSON.stringify(owner.call.actor)],
    );
    await eventually('the first try', () => Promise.resolve(times > 0 ? true : undefined));
    world.neighbours.takeAway = new Neighbours().takeAway;
    await eventually('the revocation', async () => {
      await world.sql('update pending_commands set due_at = now() where member_id = $1', [member.id]);
      return (await statusOf(member.id)) === 'revoked' ? true : undefined;
    });
  });

  it('is finished by the next process if the first one died between the two commits', async () => {
    const { member, token } = await world.colleague(owner);
    // The state after such a crash: access has taken away, the row exists, and nothing else has happened here.
    await world.sql(
      `insert into pending_commands (account_id, id, member_id, status, revision, actor, request_id, due_at)
       values ($1, $2, $3, 'revoked', 2, $4, 'lost', now())`,
      [owner.accountId, randomUUID(), member.id, JSON.stringify(owner.call.actor)],
    );
    await eventually('the revocation', async () => ((await statusOf(member.id)) === 'revoked' ? true : undefined));
    expect(await codeOf(world.resolve(token))).toBe('session.required');
    expect(await world.events(memberRevoked, member.id)).toHaveLength(1);
    expect(await pending(member.id)).toHaveLength(0);
  });

  it('is asked again if the answer of access was lost, and nothing is undone until it is known', async () => {
    const { member } = await world.colleague(owner);
    world.neighbours.takeAway = () => undefined;
    const client = { address: '203.0.113.7', userAgent: 'Mozilla/5.0' };
    const lost = revoke(member.id, { deadline: shortDeadline(), client: { ...client, deviceHash: 'secret' } });
    expect(await codeOf(lost)).toBe('service.timeout');
    // Whoever finishes it says in the audit trail from where it was asked for.
    expect(await pending(member.id)).toEqual([{ client }]);
    world.neighbours.takeAway = new Neighbours().takeAway;
    await world.sql('update pending_commands set due_at = now() where member_id = $1', [member.id]);
    await eventually('the revocation', async () => ((await statusOf(member.id)) === 'revoked' ? true : undefined));
    expect(await pending(member.id)).toHaveLength(0);
  });

  it('is forgotten if access refuses it when asked again', async () => {
    const { member } = await world.colleague(owner);
    world.neighbours.takeAway = () => {
      throw new RosterError(privilegeAboveOwn);
    };
    await world.sql(
      `insert into pending_commands (account_id, id, member_id, status, revision, actor, request_id, due_at)
       values ($1, $2, $3, 'revoked', 2, $4, 'lost', now())`,
      [owner.accountId, randomUUID(), member.id, JSON.stringify(owner.call.actor)],
    );
    await eventually('the end of it', async () => ((await pending(member.id)).length === 0 ? true : undefined));
    expect(await statusOf(member.id)).toBe('active');
  });

  it('outlives a bus that is lost while access is being asked', async () => {
    const { member } = await world.colleague(owner);
    const { nats } = world.service;
    let killed: Promise<void> | undefined;
    world.neighbours.takeAway = () => {
      killed ??= nats.kill();
      return undefined;
    };
    expect(await codeOf(revoke(member.id))).toBe('service.unavailable');
    await killed;
    expect(await pending(member.id)).toHaveLength(1);
    world.neighbours.takeAway = new Neighbours().takeAway;
    await nats.start();
    await world.sql('update pending_commands set due_at = now() where member_id = $1', [member.id]);
    await eventually('the revocation', async () => ((await statusOf(member.id)) === 'revoked' ? true : undefined));
  });
});

// This test is the last one, because access does not come back.
it('is refused at once if access is not connected, and nothing has happened', async () => {
  const { member, token } = await world.colleague(owner);
  world.neighbours.gone('take-away');
  // This is not `service.timeout`, which is for an access that is connected but does not answer.
  expect(await codeOf(revoke(member.id))).toBe('service.unavailable');
  expect(await statusOf(member.id)).toBe('active');
  expect(await pending(member.id)).toHaveLength(0);
  expect((await world.resolve(token)).memberId).toBe(member.id);
});
