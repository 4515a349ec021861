import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  acceptInvitation,
  BROKEN_PROMISES,
  createSession,
  internal,
  lookupInvitation,
  memberActivated,
  RosterError,
  seatReleased,
  verifyEmail,
  type AcceptInvitation,
  type ApplyMember,
  type BrokenPromise,
  type CallContext,
  type CheckPromises,
  type SeatKeys,
} from '@roster/contracts';
import {
  address,
  codeOf,
  EDITOR,
  IdentityWorld,
  Neighbours,
  PASSWORD,
  sessionOf,
  type Owner,
} from '../../../../../test/identity/world.js';

let world: IdentityWorld;
let owner: Owner;

beforeAll(async () => {
  world = await IdentityWorld.create();
  owner = await world.openAccount();
});
afterAll(() => world.close());
beforeEach(() => {
  const { reserve, use, apply, promises } = new Neighbours();
  Object.assign(world.neighbours, { reserve, use, apply, promises });
});

const CARL = { firstName: 'Carl', lastName: 'Colleague', password: PASSWORD };
const lookup = (token: string) => world.gateway.call(lookupInvitation, { token });
const broken = (memberId: string, reason: BrokenPromise) => ({
  version: 5,
  promises: [{ memberId, granterId: owner.memberId, reason, roleIds: [] }],
});
const accept = async (input: AcceptInvitation, call?: Partial<CallContext>) =>
  sessionOf(await world.gateway.call(acceptInvitation, input, call));

describe('somebody new', () => {
  it('comes in with name and password, and is signed in', async () => {
    const { token, memberId, email } = await world.invite(owner, address());
    const answer = await accept({ token, ...CARL });
    expect(answer).toMatchObject({
      version: 7,
      account: { id: owner.accountId },
      member: { id: memberId, email, firstName: 'Carl', status: 'active', isOwner: false },
    });
    expect(await world.resolve(answer.token)).toMatchObject({ memberId, sessionId: answer.sessionId, kind: 'session' });
    expect(world.neighbours.inputs<SeatKeys>('use').at(-1)?.keys).toEqual([memberId]);
    const [event] = await world.events(memberActivated, memberId);
    expect(event?.data.member).toMatchObject({ email, status: 'active', revision: 2, userId: expect.any(String) });
    expect(world.neighbours.inputs<ApplyMember>('apply').at(-1)).toEqual({ envelope: event });
  });

  it('has to give everything that is needed', async () => {
    const { token } = await world.invite(owner, address());
    await expect(accept({ token })).rejects.toMatchObject({
      code: 'request.invalid',
      details: { errors: [{ path: 'firstName' }, { path: 'lastName' }, { path: 'password' }] },
    });
    expect(await codeOf(accept({ token, ...CARL, password: 'x'.repeat(14) }))).toBe('user.password-weak');
    expect(await codeOf(accept({ token, ...CARL }))).toBe('none');
  });

  it('does not come in on a seat that was released in the meantime', async () => {
    const { token, memberId } = await world.invite(owner, address());
    world.neighbours.reserve = () => {
      throw new RosterError(seatReleased);
    };
    expect(await codeOf(accept({ token, ...CARL }))).toBe('token.invalid');
    expect(await world.sql('select status from members where id = $1', [memberId])).toEqual([{ status: 'invited' }]);
  });

  it('uses the seat once they are in, so that a crash leaves no used seat of somebody who is invited', async () => {
    const { token, memberId } = await world.invite(owner, address());
    const { use } = world.neighbours;
    let before: unknown;
    world.neighbours.use = async (seats) => {
      before = await world.sql('select status from members where id = $1', [memberId]);
      return use(seats);
    };
    await accept({ token, ...CARL });
    expect(before).toEqual([{ status: 'active' }]);
  });

  it('is in even if billing does not answer then: the event brings it', async () => {
    const { token, memberId } = await world.invite(owner, address());
    world.neighbours.use = () => {
      throw new RosterError(internal);
    };
    expect((await accept({ token, ...CARL })).member.id).toBe(memberId);
  });

  it('comes in even if access does not answer, without a version', async () => {
    const { token } = await world.invite(owner, address());
    world.neighbours.apply = () => undefined;
    expect(await accept({ token, ...CARL })).not.toHaveProperty('version');
  });
});

describe('the roles that were promised (S40)', () => {
  it('are checked again for the inviter before the seat is used', async () => {
    const { token, memberId } = await world.invite(owner, address());
    const seats = world.neighbours.inputs('use').length;
    let seatsBefore: number | undefined;
    const { promises } = world.neighbours;
    world.neighbours.promises = (input) => {
      seatsBefore = world.neighbours.inputs('use').length;
      return promises(input);
    };
    await accept({ token, ...CARL });
    expect(seatsBefore).toBe(seats);
    expect(world.neighbours.inputs<CheckPromises>('promises').at(-1)).toEqual({
      accountId: owner.accountId,
      promises: [{ memberId, roleIds: [EDITOR.id], granterId: owner.memberId, since: 0 }],
      makers: [],
    });
  });

  it.each(BROKEN_PROMISES)('let nobody in if access says %s, and a look at the link says the same', async (reason) => {
    const { token, memberId } = await world.invite(owner, address());
    const seats = world.neighbours.inputs('use').length;
    world.neighbours.promises = () => broken(memberId, reason);
    expect(await codeOf(lookup(token))).toBe('token.invalid');
    expect(await codeOf(accept({ token, ...CARL }))).toBe('token.invalid');
    expect(await world.sql('select status from members where id = $1', [memberId])).toEqual([{ status: 'invited' }]);
    expect(world.neighbours.inputs('use')).toHaveLength(seats);
  });

  it('let nobody in while access does not answer, and nothing is lost', async () => {
    const { token } = await world.invite(owner, address());
    const seats = world.neighbours.inputs('use').length;
    world.neighbours.promises = () => undefined;
    expect(await codeOf(accept({ token, ...CARL }))).toBe('service.unavailable');
    expect(world.neighbours.inputs('use')).toHaveLength(seats);
    world.neighbours.promises = new Neighbours().promises;
    expect(await codeOf(accept({ token, ...CARL }))).toBe('none');
  });
});

describe('an acceptance that is tried again, because its answer got lost', () => {
  const LOST = 'update invitations set expires_at = $2 where id = $1';
  const joined = async () => {
    const invited = await world.invite(owner, address());
    await accept({ token: invited.token, ...CARL });
    return invited;
  };
  const inside = async (memberId: string) => ({
    members: await world.sql('select revision from members where id = $1', [memberId]),
    activations: (await world.events(memberActivated, memberId)).length,
  });

  it('is a sign-in for who has the password, and brings nobody in again', async () => {
    const { token, memberId } = await joined();
    const [before, seats] = [await inside(memberId), world.neighbours.inputs('use').length];
    const again = await accept({ token, ...CARL });
    expect(again).toMatchObject({ account: { id: owner.accountId }, member: { id: memberId } });
    expect(await world.resolve(again.token)).toMatchObject({ memberId, kind: 'session' });
    expect(await inside(memberId)).toEqual(before);
    expect(world.neighbours.inputs('use')).toHaveLength(seats);
  });

  it('is a sign-in for who comes with their own session', async () => {
    const { person, invited } = await guest();
    const { token, memberId } = invited;
    await accept({ token }, person.call);
    expect((await accept({ token }, person.call)).member.id).toBe(memberId);
  });

  it('tells nobody else more than before', async () => {
    const { token } = await joined();
    const wrong = () => codeOf(accept({ token, ...CARL, password: 'not the right password' }));
    expect(await codeOf(accept({ token }))).toBe('token.invalid');
    expect(await codeOf(accept({ token, ...CARL }, owner.call))).toBe('token.invalid');
    for (let guess = 0; guess < 30; guess += 1) expect(await wrong()).toBe('token.invalid');
  });

  it('is over with the term of the link, and with the membership', async () => {
    const [late, gone] = [await joined(), await joined()];
    await world.sql(LOST, [late.id, new Date(Date.now() - 1_000)]);
    expect(await codeOf(accept({ token: late.token, ...CARL }))).toBe('token.invalid');
    await world.sql(`update members set status = 'revoked' where id = $1`, [gone.memberId]);
    expect(await codeOf(accept({ token: gone.token, ...CARL }))).toBe('token.invalid');
    expect(await codeOf(lookup(gone.token))).toBe('token.invalid');
  });
});

const guest = async () => {
  const person = await world.openAccount();
  return { person, invited: await world.invite(owner, person.email) };
};

describe('somebody who has a user already', () => {
  it('is asked for their password, and keeps their name', async () => {
    const { person, invited } = await guest();
    const { token, memberId } = invited;
    expect(await lookup(token)).toMatchObject({ needsPassword: 'existing' });
    await expect(accept({ token })).rejects.toMatchObject({ details: { errors: [{ path: 'password' }] } });
    expect(await codeOf(accept({ token, password: 'not the right password' }))).toBe('session.credentials-invalid');
    const answer = await accept({ token, ...CARL });
    expect(answer.member).toMatchObject({ id: memberId, firstName: 'Olivia', lastName: 'Owner' });
    expect((await world.resolve(answer.token)).userId).toBe(person.call.actor.userId);
  });

  it('needs no password with a session of their own', async () => {
    const { person, invited } = await guest();
    const answer = await accept({ token: invited.token }, person.call);
    expect(answer).toMatchObject({ account: { id: owner.accountId }, member: { id: invited.memberId } });
  });

  it('is not somebody else: another person’s session is refused, and the link stays valid (S40)', async () => {
    const { person, invited } = await guest();
    const { token } = invited;
    expect(await codeOf(accept({ token, password: PASSWORD }, owner.call))).toBe('invitation.foreign');
    const unknown = await world.invite(owner, address());
    expect(await codeOf(accept({ token: unknown.token, ...CARL }, owner.call))).toBe('invitation.foreign');
    expect(await codeOf(accept({ token }, person.call))).toBe('none');
    expect(await codeOf(accept({ token: unknown.token, ...CARL }))).toBe('none');
  });

  it('is the user who was created for the address while a new one was about to come in', async () => {
    const email = address();
    const { token } = await world.invite(owner, email);
    const { account } = await world.signUp({ email });
    const other = 'the one of the invitation';
    const codes = await Promise.all([
      codeOf(accept({ token, ...CARL, password: other })),
      world.verificationToken(account.id).then((link) => codeOf(world.gateway.call(verifyEmail, { token: link }))),
    ]);
    expect(codes[1]).toBe('none');
    // There is one user with one password: the first attempt's.
    const password = codes[0] === 'none' ? other : PASSWORD;
    expect(await codeOf(world.gateway.call(createSession, { email, password }))).toBe('none');
    expect(await world.sql('select from users where email = $1', [email])).toHaveLength(1);
  });
});
