import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  invitationResent,
  invitationsExist,
  inviteMembers,
  listInvitations,
  listMembers,
  lookupInvitation,
  memberDeleted,
  memberInvited,
  privilegeAboveOwn,
  readInvitees,
  resendInvitation,
  RosterError,
  seatLimitReached,
  withdrawInvitation,
  type CallContext,
  type CheckedPromises,
  type CheckPromises,
  type InvitationPage,
  type InvitationQuery,
  type InvitedMembers,
  type SeatKeys,
} from '@roster/contracts';
import { Client } from 'pg';
import { eventually } from '../../../../../test/harness/eventually.js';
import { address, codeOf, EDITOR, IdentityWorld, Neighbours, type Owner } from '../../../../../test/identity/world.js';

let world: IdentityWorld;
let owner: Owner;

beforeAll(async () => {
  world = await IdentityWorld.create();
  owner = await world.openAccount();
});
afterAll(() => world.close());
beforeEach(() => {
  const { reserve, assignable, release, promises } = new Neighbours();
  Object.assign(world.neighbours, { reserve, assignable, release, promises });
});

const invite = (emails: string[], call: Partial<CallContext> = owner.call) =>
  world.gateway.call(inviteMembers, { emails, roleIds: [EDITOR.id] }, call);
const resend = (invitationId: string) => world.gateway.call(resendInvitation, { invitationId }, owner.call);
const withdraw = (invitationId: string) => world.gateway.call(withdrawInvitation, { invitationId }, owner.call);
const lookup = (token: string) => world.gateway.call(lookupInvitation, { token });
const membersNamed = (emails: string[]) =>
  world.sql<{ id: string; status: string }>('select id, status from members where email = any($1)', [emails]);

describe('inviting several', () => {
  it('reserves their seats under their member ids, then records an event for each with all that its mail says', async () => {
    const emails = [address(), address(), address()];
    const { invitations } = await invite(emails);
    expect(invitations.map(({ email }) => email)).toEqual(emails);
    expect(world.neighbours.inputs<SeatKeys>('reserve').at(-1)).toEqual({
      accountId: owner.accountId,
      pool: 'users',
      keys: invitations.map(({ memberId }) => memberId),
    });
    for (const { id, memberId, email, expiresAt } of invitations) {
      const [event] = await world.events(memberInvited, memberId);
      expect(event?.data).toMatchObject({
        account: { id: owner.accountId, name: 'Acme' },
        member: { id: memberId, email, status: 'invited', roleIds: [EDITOR.id], userId: null, revision: 1 },
        invitation: {
          id,
          generation: 1,
          expiresAt,
          invitedBy: 'Olivia Owner',
          sender: { name: 'Olivia Owner', replyTo: owner.email },
        },
      });
    }
    const { items } = await world.gateway.call(listMembers, { status: ['invited'], q: emails[0] }, owner.call);
    expect(items).toMatchObject([{ email: emails[0], status: 'invited', roles: [EDITOR], isOwner: false }]);
  });

  it('asks for no seats if the product counts none, from the sign-up to the acceptance', async () => {
    world.neighbours.assignable = () => ({ roles: [] });
    const there = await world.openAccount({ preset: 'botplatform' });
    const before = world.neighbours.asked.length;
    const { member } = await world.colleague(there);
    expect(member).toMatchObject({ status: 'active', roles: [] });
    const asked = world.neighbours.asked.slice(before).map(({ verb }) => verb);
    expect(asked.filter((verb) => ['reserve', 'use', 'release'].includes(verb))).toEqual([]);
  });

  it('refuses the whole batch, with a reason for each address, before a seat is asked for', async () => {
    const colleague = await world.colleague(owner);
    const invited = await world.invite(owner, address());
    const revoked = await world.colleague(owner);
    await world.sql(`update members set status = 'revoked' where id = $1`, [revoked.member.id]);
    const fine = address();
    const seats = world.neighbours.inputs('reserve').length;
    const batch = [
      fine,
      'nobody',
      fine.toUpperCase(),
      colleague.member.email,
      invited.email,
      revoked.member.email,
      owner.email,
    ];
    await expect(invite(batch)).rejects.toMatchObject({
      code: 'invitation.rejected',
      details: {
        errors: [
          { path: 'emails[1]', code: 'invalid' },
          { path: 'emails[2]', code: 'duplicate' },
          { path: 'emails[3]', code: 'member' },
          { path: 'emails[4]', code: 'invited' },
          { path: 'emails[5]', code: 'revoked' },
          { path: 'emails[6]', code: 'member' },
        ],
      },
    });
    expect(world.neighbours.inputs('reserve')).toHaveLength(seats);
    expect(await membersNamed([fine])).toHaveLength(0);
  });

  it('leaves nothing behind if the seats or the roles are refused', async () => {
    const emails = [address(), address()];
    world.neighbours.reserve = () => {
      throw new RosterError(seatLimitReached);
    };
    expect(await codeOf(invite(emails))).toBe('seat.limit-reached');
    world.neighbours.assignable = () => {
      throw new RosterError(privilegeAboveOwn);
    };
    expect(await codeOf(invite(emails))).toBe('privilege.above-own');
    expect(await membersNamed(emails)).toHaveLength(0);
  });

  it('gives the seats back if the commit fails, and says what was wrong', async () => {
    const [email, free] = [address(), address()];
    // Another transaction has inserted the address already, and commits once the seats have been reserved.
    const other = new Client({ connectionString: world.service.database.migrationUrl });
    await other.connect();
    await other.query('begin');
    await other.query(
      `insert into members (account_id, id, email, first_name, last_name, status, role_ids, revision, created_at)
       values ($1, $2, $3, '', '', 'invited', '{}', 1, now())`,
      [owner.accountId, randomUUID(), email],
    );
    const { reserve } = world.neighbours;
    const reserved = new Promise<SeatKeys>((resolve) => {
      world.neighbours.reserve = (keys) => {
        resolve(keys);
        return reserve(keys);
      };
    });
    const invited = invite([free, email]);
    const [{ keys }] = await Promise.all([
      reserved.then(async (seats) => {
        await other.query('commit');
        return seats;
      }),
      expect(invited).rejects.toMatchObject({
        code: 'invitation.rejected',
        details: { errors: [{ path: 'emails[1]', code: 'invited' }] },
      }),
    ]);
    await other.end();
    expect(world.neighbours.inputs<SeatKeys>('release').at(-1)?.keys).toEqual(keys);
    expect(await membersNamed([free])).toHaveLength(0);
  });

  it('gives the first answer again for the same idempotency key', async () => {
    const call = { ...owner.call, idempotencyKey: randomUUID() };
    const emails = [address()];
    const seats = world.neighbours.inputs('reserve').length;
    const answers: InvitedMembers[] = await Promise.all([invite(emails, call), invite(emails, call)]);
    answers.push(await invite(emails, call));
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
    expect(world.neighbours.inputs('reserve')).toHaveLength(seats + 1);
    expect(await codeOf(invite([address()], call))).toBe('idempotency.key-reused');
  });

  it('mails one address only so often, withdrawn or not (S43)', async () => {
    const email = address();
    for (let i = 0; i < 5; i += 1) await withdraw((await world.invite(owner, email)).id);
    expect(await codeOf(invite([email]))).toBe('rate.limited');
  });
});

describe('a pasted text', () => {
  it('is read address by address, with what stands against each, and changes nothing', async () => {
    const [invited, free] = [address('invited'), address('free')];
    await invite([invited]);
    const before = await world.sql('select count(*) from members');
    const text = `Doe, Jane <${free}>; ${invited},"Me" <${owner.email}>\nnobody\r\n${free.toUpperCase()} x@@y`;
    const { addresses } = await world.gateway.call(readInvitees, { text }, owner.call);
    expect(addresses).toEqual([
      { text: `Doe, Jane <${free}>`, name: 'Doe, Jane', email: free, status: 'ok', message: null },
      expect.objectContaining({ email: invited, status: 'invited', message: 'has been invited already' }),
      expect.objectContaining({ name: 'Me', email: owner.email, status: 'member' }),
      { text: 'nobody', name: '', email: null, status: 'invalid', message: 'is not an e-mail address' },
      expect.objectContaining({ email: free, status: 'duplicate' }),
      expect.objectContaining({ text: 'x@@y', email: null, status: 'invalid' }),
    ]);
    expect(await world.sql('select count(*) from members')).toEqual(before);
    expect(await world.gateway.call(readInvitees, { text: ' ,;\n' }, owner.call)).toEqual({ addresses: [] });
  });
});

describe('an invitation that is open', () => {
  it('shows by its link whom it is for, any number of times', async () => {
    const { token, email, expiresAt } = await world.invite(owner, address());
    for (let i = 0; i < 3; i += 1) {
      expect(await lookup(token)).toEqual({ accountName: 'Acme', email, needsPassword: 'new', expiresAt });
    }
  });

  it('gets a new link and a new expiry when it is resent, and the old link stops working (S39)', async () => {
    const { id, token } = await world.invite(owner, address());
    await world.sql(`update invitations set expires_at = now() + interval '1 minute' where id = $1`, [id]);
    const resent = await resend(id);
    expect(Date.parse(resent.expiresAt)).toBeGreaterThan(Date.now() + 6 * 86_400_000);
    expect(await codeOf(lookup(token))).toBe('token.invalid');
    expect(await codeOf(world.token('invitation', id, 1))).toBe('token.invalid');
    expect(await lookup(await world.token('invitation', id, 2))).toMatchObject({ email: resent.email });
    const [event] = await world.events(invitationResent, id);
    expect(event?.data.invitation).toMatchObject({ id, generation: 2, expiresAt: resent.expiresAt });
  });

  it('is answered for by who resends it, in whose name it is mailed, and not resent by who may not give its roles', async () => {
    const { id, memberId } = await world.invite(owner, address());
    const admin = await world.colleague(owner);
    const { call } = await world.signedIn(admin.member.email, admin);
    const again = () => world.gateway.call(resendInvitation, { invitationId: id }, call);
    world.neighbours.promises = ({ promises }) => ({
      version: 6,
      promises: promises.map(({ granterId }) => ({ memberId, granterId, reason: 'role.above-own', roleIds: [] })),
    });
    expect(await codeOf(again())).toBe('role.above-own');
    expect(await world.events(invitationResent, id)).toEqual([]);

    const { promises } = new Neighbours();
    world.neighbours.promises = (asked) => ({ ...(promises(asked) as CheckedPromises), version: 9 });
    await again();
    const asked = () => world.neighbours.inputs<CheckPromises>('promises').at(-1)?.promises;
    expect(asked()).toEqual([{ memberId, roleIds: [EDITOR.id], granterId: admin.member.id }]);
    const [event] = await world.events(invitationResent, id);
    expect(event?.data.invitation).toMatchObject({ invitedBy: 'Carl Colleague', sender: { name: 'Carl Colleague' } });
    await lookup(await world.token('invitation', id, 2));
    expect(asked()).toEqual([{ memberId, roleIds: [EDITOR.id], granterId: admin.member.id, since: 9 }]);
  });

  it('is mailed at most five times an hour, including the first mail (S43)', async () => {
    const { id } = await world.invite(owner, address());
    for (let i = 0; i < 4; i += 1) await resend(id);
    await expect(resend(id)).rejects.toMatchObject({
      code: 'rate.limited',
      details: { retryAfter: expect.any(Number) },
    });
  });

  it('counts the mails of all invitations to its address (S43)', async () => {
    const email = address();
    const first = await world.invite(owner, email);
    for (let i = 0; i < 2; i += 1) await resend(first.id);
    // Older than an hour, so that only its later mails count.
    await world.sql(`update invitations set created_at = now() - interval '2 hours' where id = $1`, [first.id]);
    await withdraw(first.id);
    const second = await world.invite(owner, email);
    for (let i = 0; i < 2; i += 1) await resend(second.id);
    expect(await codeOf(resend(second.id))).toBe('rate.limited');
    await withdraw(second.id);
    expect(await codeOf(invite([email]))).toBe('rate.limited');
  });

  it('is resent and withdrawn once for one idempotency key', async () => {
    const { id, memberId } = await world.invite(owner, address());
    const call = { ...owner.call, idempotencyKey: randomUUID() };
    const again = () => world.gateway.call(resendInvitation, { invitationId: id }, call);
    const answers = await Promise.all([again(), again(), again()]);
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
    expect(await world.events(invitationResent, id)).toHaveLength(1);
    const over = () => world.gateway.call(withdrawInvitation, { invitationId: id }, call);
    expect(await Promise.all([over(), over()])).toEqual([{}, {}]);
    expect(await world.events(memberDeleted, memberId)).toHaveLength(1);
    expect(await codeOf(world.gateway.call(withdrawInvitation, { invitationId: memberId }, call))).toBe(
      'idempotency.key-reused',
    );
  });

  it('is over for good once it is withdrawn, and the member with it', async () => {
    const { id, memberId, token, email } = await world.invite(owner, address());
    await withdraw(id);
    expect(await codeOf(lookup(token))).toBe('token.invalid');
    expect(await codeOf(world.token('invitation', id))).toBe('token.invalid');
    expect(await codeOf(withdraw(id))).toBe('invitation.not-pending');
    expect(await codeOf(resend(id))).toBe('invitation.not-pending');
    expect((await world.events(memberDeleted, memberId))[0]?.data.member).toMatchObject({
      status: 'deleted',
      revision: 2,
    });
    await world.invite(owner, email);
  });

  it('expires on its own', async () => {
    const { id, memberId, token } = await world.invite(owner, address());
    await world.sql(`update invitations set expires_at = now() - interval '1 s' where id = $1`, [id]);
    expect(await codeOf(lookup(token))).toBe('token.invalid');
    expect(await codeOf(resend(id))).toBe('invitation.not-pending');
    const replica = await world.start();
    const [event] = await eventually('the expiry', async () => {
      const events = await world.events(memberDeleted, memberId);
      return events.length > 0 ? events : undefined;
    });
    expect(event?.data.member.status).toBe('deleted');
    expect(await world.sql('select state from invitations where id = $1', [id])).toEqual([{ state: 'expired' }]);
    await replica.stop();
  });
});

describe('asking about invitations', () => {
  it('lists them page by page, the latest first', async () => {
    const other = await world.openAccount();
    const ids: string[] = [];
    for (let i = 0; i < 3; i += 1) ids.unshift((await world.invite(other, address())).id);
    const first = await world.gateway.call(listInvitations, { limit: 2 }, other.call);
    expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const second = await world.gateway.call(listInvitations, { limit: 2, cursor: first.nextCursor ?? '' }, other.call);
    expect(second).toMatchObject({ items: [{ id: ids[2], state: 'pending' }], nextCursor: null });
    await expect(world.gateway.call(listInvitations, { cursor: 'x' }, other.call)).rejects.toMatchObject({
      code: 'request.invalid',
      details: { errors: [{ path: 'cursor' }] },
    });
  });

  it('says who answers for those that are open and whether they can be accepted, by one question for them all', async () => {
    const other = await world.openAccount();
    const invited = [];
    for (let i = 0; i < 5; i += 1) invited.unshift(await world.invite(other, address()));
    const [withdrawn, ...rest] = invited;
    await world.gateway.call(withdrawInvitation, { invitationId: withdrawn!.id }, other.call);
    const dead = [rest[0]!.memberId, rest[2]!.memberId];
    world.neighbours.promises = ({ promises }) => ({
      version: 6,
      promises: promises.map(({ memberId, granterId, roleIds }) => ({
        memberId,
        granterId,
        roleIds,
        reason: dead.includes(memberId) ? 'privilege.above-own' : null,
      })),
    });
    const list = async (query: InvitationQuery) => {
      const before = world.neighbours.inputs('promises').length;
      const page = await world.gateway.call(listInvitations, query, other.call);
      expect(world.neighbours.inputs('promises').length - before).toBe(1);
      return page;
    };
    const answeredBy = { kind: 'member', memberId: other.memberId, name: 'Olivia Owner' };
    const broken = { acceptable: false, reason: 'privilege.above-own', answeredBy };
    const kept = { acceptable: true, reason: null, answeredBy };
    expect((await list({})).items).toMatchObject([
      { id: withdrawn!.id, acceptable: false, reason: 'invitation.not-pending', answeredBy: null },
      ...rest.map(({ id, memberId }) => ({ id, ...(dead.includes(memberId) ? broken : kept) })),
    ]);
    const idsOf = ({ items }: InvitationPage) => items.map(({ id }) => id);
    const first = await list({ acceptable: false, limit: 1 });
    expect(idsOf(first)).toEqual([rest[0]!.id]);
    const second = await list({ acceptable: false, limit: 1, cursor: first.nextCursor ?? '' });
    expect([idsOf(second), second.nextCursor]).toEqual([[rest[2]!.id], null]);
    expect(idsOf(await list({ acceptable: true }))).toEqual([rest[1]!.id, rest[3]!.id]);
    expect(idsOf(await list({ memberId: [rest[3]!.memberId, randomUUID()] }))).toEqual([rest[3]!.id]);
  });

  it('tells billing which seats belong to a committed invitation of that account', async () => {
    const { memberId } = await world.invite(owner, address());
    const asked = [memberId, owner.memberId, randomUUID()];
    const ask = (accountId: string) => world.billing.call(invitationsExist, { accountId, memberIds: asked });
    expect(await ask(owner.accountId)).toEqual({ memberIds: [memberId, owner.memberId], invitedIds: [memberId] });
    expect(await ask(randomUUID())).toEqual({ memberIds: [], invitedIds: [] });
  });

  it('knows none of another account (P6)', async () => {
    const other = await world.openAccount();
    const { id } = await world.invite(other, address());
    expect(await codeOf(withdraw(id))).toBe('invitation.not-found');
    expect(await codeOf(resend(id))).toBe('invitation.not-found');
    expect(await codeOf(resend(randomUUID()))).toBe('invitation.not-found');
  });
});
