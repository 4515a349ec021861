import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  accountOwnershipTransferred,
  checkOwnershipCandidate,
  chooseNewPassword,
  createApiKey,
  createMember,
  createSession,
  revokeMember,
  transferOwnership,
  type ApplyMember,
} from '@roster/contracts';
import { eventually } from '../../../../../test/harness/eventually.js';
import { mailsTo } from '../../../../../test/identity/mails.js';
import {
  address,
  codeOf,
  EDITOR,
  IdentityWorld,
  Neighbours,
  PASSWORD,
  type Owner,
} from '../../../../../test/identity/world.js';
import { shortDeadline } from '../../../../../test/harness/patience.js';

let world: IdentityWorld;

beforeAll(async () => {
  world = await IdentityWorld.create();
});
afterAll(() => world.close());

const transfer = (from: Pick<Owner, 'call'>, memberId: string, call: object = {}) =>
  world.gateway.call(transferOwnership, { memberId }, { ...from.call, ...call });

async function colleague(owner: Owner): Promise<Owner> {
  const email = address();
  await world.colleague(owner, email);
  return world.signIn({ email, password: PASSWORD });
}

describe('transferring an account', () => {
  it('makes a member the owner, records an event, and answers with the version at which access applied it', async () => {
    const olivia = await world.openAccount();
    const ada = await colleague(olivia);
    world.neighbours.apply = () => ({ version: 31 });
    const answer = await transfer(olivia, ada.memberId);
    world.neighbours.apply = new Neighbours().apply;
    expect(answer).toMatchObject({ account: { id: olivia.accountId, ownerMemberId: ada.memberId }, version: 31 });
    const [event] = await world.events(accountOwnershipTransferred, olivia.accountId);
    expect(event?.data).toMatchObject({
      account: { ownerMemberId: ada.memberId },
      member: { id: ada.memberId, status: 'active' },
      formerOwner: { memberId: olivia.memberId, roleId: null },
    });
    expect(world.neighbours.inputs<ApplyMember>('apply').at(-1)?.envelope).toEqual(event);
    expect(await codeOf(transfer(olivia, ada.memberId))).toBe('account.not-owner');
    expect((await transfer(ada, olivia.memberId)).account.ownerMemberId).toBe(olivia.memberId);
    const revisions = (await world.events(accountOwnershipTransferred, olivia.accountId)).map(
      ({ data }) => data.account.revision,
    );
    expect(revisions[1]).toBe((revisions[0] ?? NaN) + 1);
  });

  it('is reported to both by mail, and recorded with the network address (S14)', async () => {
    const olivia = await world.openAccount();
    const ada = await colleague(olivia);
    await transfer(olivia, ada.memberId, { client: { address: '203.0.113.7' } });
    // Only the former owner learns from where it was done: it was done in their name.
    for (const [{ email }, from] of [
      [olivia, '203.0.113.7'],
      [ada, null],
    ] as const) {
      const mails = await mailsTo(world, email, 'ownership-transferred');
      expect(mails).toHaveLength(1);
      expect(mails[0]).toMatchObject({
        words: { accountName: 'Acme', newOwner: 'Carl Colleague' },
        origin: { address: from },
      });
    }
    const actor = { kind: 'member', memberId: olivia.memberId };
    expect(await world.acts(olivia.accountId, 'ownership.transferred')).toMatchObject([
      { actor, address: '203.0.113.7', targetId: olivia.accountId },
    ]);
  });

  it('is refused to a service account', async () => {
    const olivia = await world.openAccount();
    const key = await world.gateway.call(createApiKey, { name: 'Nightly', roleIds: [EDITOR.id] }, olivia.call);
    expect(await codeOf(transfer(olivia, key.memberId))).toBe('member.not-found');
    const owners = await world.sql('select owner_member_id from accounts where id = $1', [olivia.accountId]);
    expect(owners).toEqual([{ owner_member_id: olivia.memberId }]);
  });

  it('is committed without a version if access does not answer: the event brings it', async () => {
    const olivia = await world.openAccount();
    const ada = await colleague(olivia);
    world.neighbours.apply = () => undefined;
    const answer = await transfer(olivia, ada.memberId);
    world.neighbours.apply = new Neighbours().apply;
    expect(answer.account.ownerMemberId).toBe(ada.memberId);
    expect(answer.version).toBeUndefined();
  });

  it('is only for the owner, to an active member of this account', async () => {
    const olivia = await world.openAccount();
    const ada = await colleague(olivia);
    const ben = await colleague(olivia);
    const other = await world.openAccount();
    const { memberId: invited } = await world.invite(olivia, address());
    await world.gateway.call(revokeMember, { memberId: ben.memberId }, olivia.call);
    expect(await codeOf(transfer(ada, ada.memberId))).toBe('account.not-owner');
    expect(await codeOf(transfer(olivia, olivia.memberId))).toBe('member.is-owner');
    for (const memberId of [ben.memberId, invited]) {
      expect(await codeOf(transfer(olivia, memberId))).toBe('member.not-active');
    }
    for (const memberId of [other.memberId, randomUUID()]) {
      expect(await codeOf(transfer(olivia, memberId))).toBe('member.not-found');
    }
    const named = { memberId: ada.memberId, formerOwnerRoleId: randomUUID() };
    expect(await codeOf(world.gateway.call(transferOwnership, named, olivia.call))).toBe('request.invalid');
    expect(await world.events(accountOwnershipTransferred, olivia.accountId)).toEqual([]);
  });

  it('happens once for an idempotency key, whoever owns the account by then', async () => {
    const olivia = await world.openAccount();
    const ada = await colleague(olivia);
    const key = { idempotencyKey: randomUUID() };
    const same = () => transfer(olivia, ada.memberId, key);
    const answers = await Promise.all(Array.from({ length: 8 }, same));
    answers.push(await same());
    expect(answers).toEqual(answers.map(() => answers[0]));
    expect(await world.events(accountOwnershipTransferred, olivia.accountId)).toHaveLength(1);
    expect(await codeOf(transfer(olivia, olivia.memberId, key))).toBe('idempotency.key-reused');
  });

  it('is refused to a member whose revocation has begun, and a new owner cannot be revoked', async () => {
    const olivia = await world.openAccount();
    const ada = await colleague(olivia);
    let during: Promise<string> | undefined;
    world.neighbours.takeAway = () => {
      during ??= codeOf(transfer(olivia, ada.memberId));
      return undefined;
    };
    expect(
      await codeOf(
        world.gateway.call(revokeMember, { memberId: ada.memberId }, { ...olivia.call, deadline: shortDeadline() }),
      ),
    ).toBe('service.timeout');
    world.neighbours.takeAway = new Neighbours().takeAway;
    expect(await during).toBe('member.not-active');

    const ben = await colleague(olivia);
    await world.sql('begin');
    await world.sql('select from members where id = $1 for share', [ben.memberId]);
    const revoked = codeOf(world.gateway.call(revokeMember, { memberId: ben.memberId }, olivia.call));
    await eventually('the revocation to wait', async () => {
      const waiting = await world.sql('select from pg_locks where not granted');
      return waiting.length > 0 ? true : undefined;
    });
    await world.sql('update accounts set owner_member_id = $2 where id = $1', [olivia.accountId, ben.memberId]);
    await world.sql('commit');
    expect(await revoked).toBe('member.is-owner');
  });

  it('is refused to a member who has never signed in, or has a password that somebody else chose', async () => {
    const olivia = await world.openAccount({ preset: 'jaicp' });
    const email = address();
    const form = { email, firstName: 'Ada', lastName: 'Added', roleIds: [EDITOR.id], password: PASSWORD };
    const { member } = await world.gateway.call(createMember, form, olivia.call);
    const candidate = { accountId: olivia.accountId, memberId: member.id };
    const check = () => world.access.call(checkOwnershipCandidate, candidate);
    const refused = (reason: string) => ({ code: 'ownership.candidate-not-established', details: { reason } });
    await expect(transfer(olivia, member.id)).rejects.toMatchObject(refused('password-not-own'));
    await expect(check()).rejects.toMatchObject(refused('password-not-own'));

    const { challenge } = await world.gateway.call(createSession, { email, password: PASSWORD });
    expect(challenge?.next).toBe('new-password');
    await expect(transfer(olivia, member.id)).rejects.toMatchObject(refused('password-not-own'));
    const own = { challenge: challenge?.challenge ?? '', password: `${PASSWORD} of my own` };
    await world.gateway.call(chooseNewPassword, own);
    await expect(check()).resolves.toEqual({});

    // They are active, but may never have signed in: their second factor is still due.
    await world.sql('update members set last_active_at = null where id = $1', [member.id]);
    await expect(transfer(olivia, member.id)).rejects.toMatchObject(refused('never-signed-in'));
    expect(await world.events(accountOwnershipTransferred, olivia.accountId)).toEqual([]);
    await world.signIn({ email, password: own.password });
    expect((await transfer(olivia, member.id)).account.ownerMemberId).toBe(member.id);
  });

  it('checks the new owner again at the moment of the transfer', async () => {
    const olivia = await world.openAccount();
    const ada = await colleague(olivia);
    await world.sql('begin');
    await world.sql('select from members where id = $1 for update', [ada.memberId]);
    const transferred = codeOf(transfer(olivia, ada.memberId));
    await eventually('the transfer to wait', async () => {
      const waiting = await world.sql('select from pg_locks where not granted');
      return waiting.length > 0 ? true : undefined;
    });
    await world.sql('update credentials set must_change = true where user_id = $1', [ada.call.actor.userId]);
    await world.sql('commit');
    expect(await transferred).toBe('ownership.candidate-not-established');
  });

  it('leaves no account without an owner: the database enforces it', async () => {
    const olivia = await world.openAccount();
    for (const ownerId of [null, randomUUID(), (await world.openAccount()).memberId]) {
      const written = world.sql('update accounts set owner_member_id = $2 where id = $1', [olivia.accountId, ownerId]);
      await expect(written).rejects.toThrow(/not-null|accounts_owner/);
    }
  });
});
