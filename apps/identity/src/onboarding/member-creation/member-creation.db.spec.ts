import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createMember,
  createSession,
  getMember,
  inviteMembers,
  mailRequested,
  memberActivated,
  memberDeactivated,
  memberInvited,
  RosterError,
  seatLimitReached,
  seatReleased,
  serviceTimeout,
  type ApplyMember,
  type CreateMember,
  type SeatKeys,
} from '@roster/contracts';
import { compete } from '../../../../../test/harness/once-of-many.js';
import {
  address,
  codeOf,
  EDITOR,
  IdentityWorld,
  Neighbours,
  PASSWORD,
  type Owner,
} from '../../../../../test/identity/world.js';

let world: IdentityWorld;
/** An account of a product whose form has a password and the active switch, and which has no seats. */
let jaicp: Owner;
/** An account of a product with a form or an invitation, and with seats. */
let ontraport: Owner;

beforeAll(async () => {
  world = await IdentityWorld.create();
  jaicp = await world.openAccount({ preset: 'jaicp' });
  ontraport = await world.openAccount({ preset: 'ontraport' });
});
afterAll(() => world.close());
beforeEach(() => {
  const { reserve, assignable } = new Neighbours();
  Object.assign(world.neighbours, { reserve, assignable });
});

const create = (by: Owner, over: Partial<CreateMember> = {}, call: object = {}) =>
  world.gateway.call(
    createMember,
    { email: address(), firstName: 'Ada', lastName: 'Added', roleIds: [EDITOR.id], password: PASSWORD, ...over },
    { ...by.call, ...call },
  );
const membersOf = (email: string) => world.sql('select from members where email = $1', [email]);

describe('a member who is created by a form', () => {
  it('asks for the same seats when it is sent again with its key, so that they are bought once', async () => {
    const key = { idempotencyKey: randomUUID() };
    const form = { email: address(), consentId: randomUUID() };
    const { reserve } = world.neighbours;
    const before = world.neighbours.inputs('reserve').length;
    world.neighbours.reserve = () => {
      throw new RosterError(serviceTimeout);
    };
    expect(await codeOf(create(ontraport, form, key))).toBe('service.timeout');
    world.neighbours.reserve = reserve;
    const { member } = await create(ontraport, form, key);
    const asked = world.neighbours.inputs<SeatKeys & { consentId?: string }>('reserve').slice(before);
    expect(asked.length).toBeGreaterThan(1);
    expect(asked.map(({ keys, consentId }) => [keys, consentId])).toEqual(
      asked.map(() => [[member.id], form.consentId]),
    );

    // What came to nothing has given its seats up for good: it asks for others then.
    const gone: string[] = [];
    world.neighbours.reserve = (seats) => {
      if (gone.length > 0) return reserve(seats);
      gone.push(...seats.keys);
      throw new RosterError(seatReleased);
    };
    const other = await create(ontraport, { ...form, email: address() }, { idempotencyKey: randomUUID() });
    expect(gone).not.toContain(other.member.id);
  });

  it('can sign in at once and must choose a password of their own then (ID-21, ID-22)', async () => {
    const email = address('Ada');
    world.neighbours.apply = () => ({ version: 21 });
    const { member, version } = await create(jaicp, { email });
    world.neighbours.apply = new Neighbours().apply;
    expect({ version, member }).toMatchObject({
      version: 21,
      member: { email: email.toLowerCase(), firstName: 'Ada', status: 'active', roles: [EDITOR] },
    });
    const [event] = await world.events(memberActivated, member.id);
    expect(event?.data.member).toMatchObject({
      status: 'active',
      roleIds: [EDITOR.id],
      revision: 1,
      seatKey: member.id,
    });
    expect(world.neighbours.inputs<ApplyMember>('apply').at(-1)?.envelope).toEqual(event);
    const { challenge, session } = await world.gateway.call(createSession, { email, password: PASSWORD });
    expect([challenge?.next, session]).toEqual(['new-password', undefined]);
    const mails = (await world.events(mailRequested)).filter(({ data }) => data.recipient === email.toLowerCase());
    expect(mails.map(({ data }) => data)).toMatchObject([
      {
        template: 'account-created',
        words: { accountName: 'Acme', firstName: 'Ada', createdBy: 'Olivia Owner' },
        sender: { name: 'Olivia Owner', replyTo: jaicp.email },
      },
    ]);
    expect(JSON.stringify(await world.sql('select envelope from outbox'))).not.toContain(PASSWORD);
  });

  it('does not come in while they are switched off, even with the right password (golden 33)', async () => {
    const email = address();
    const { member } = await create(jaicp, { email, active: false });
    expect(member.status).toBe('inactive');
    expect(await world.events(memberDeactivated, member.id)).toHaveLength(1);
    expect(await codeOf(world.gateway.call(createSession, { email, password: PASSWORD }))).toBe('member.inactive');
  });

  it('takes a seat before they are created, and gives it back if they are not', async () => {
    const email = address();
    const { member } = await create(ontraport, { email, emailFromName: 'Ada of Acme', replyTo: 'ada@example.com' });
    expect(world.neighbours.inputs<SeatKeys>('reserve').at(-1)?.keys).toEqual([member.id]);
    expect(await world.sql('select email_from_name, reply_to from members where id = $1', [member.id])).toEqual([
      { email_from_name: 'Ada of Acme', reply_to: 'ada@example.com' },
    ]);
    world.neighbours.reserve = () => {
      throw new RosterError(seatLimitReached);
    };
    const other = address();
    expect(await codeOf(create(ontraport, { email: other }))).toBe('seat.limit-reached');
    expect(await membersOf(other)).toHaveLength(0);
  });

  it('is created once, however many forms with their address come at once', async () => {
    const email = address();
    const before = world.neighbours.asked.length;
    const outcome = await compete({
      attempt: () => create(ontraport, { email }),
      effects: async () => (await membersOf(email)).length,
    });
    expect(outcome).toMatchObject({ effects: 1, told: 1, refusals: ['user.already-member'] });
    const asked = world.neighbours.asked.slice(before);
    const keys = (verb: string) =>
      asked.filter((a) => a.verb === verb).flatMap(({ input }) => (input as SeatKeys).keys);
    expect(keys('reserve').filter((key) => !keys('release').includes(key))).toHaveLength(1);
  });

  it('is created once for one idempotency key', async () => {
    const email = address();
    const key = { idempotencyKey: randomUUID() };
    const answers = await Promise.all([create(ontraport, { email }, key), create(ontraport, { email }, key)]);
    expect(answers[1]).toEqual(answers[0]);
    expect(await codeOf(create(ontraport, { email: address() }, key))).toBe('idempotency.key-reused');
  });

  it('is invited if the form has no password, with the names in the form', async () => {
    const email = address();
    const { password: _, ...form } = {
      email,
      firstName: 'Ira',
      lastName: 'Invited',
      roleIds: [EDITOR.id],
      password: '',
    };
    const { member, version } = await world.gateway.call(createMember, form, ontraport.call);
    expect([member.status, member.firstName, version]).toEqual(['invited', 'Ira', undefined]);
    expect((await world.events(memberInvited, member.id))[0]?.data).toMatchObject({ member: { firstName: 'Ira' } });
  });

  it('is invited if their address has a user already: nobody sets their password or adds them unasked', async () => {
    const { email } = jaicp;
    const [before] = await world.sql('select * from credentials c join users u on u.id = c.user_id where email = $1', [
      email,
    ]);
    const { member } = await create(ontraport, { email, password: 'another sentence that nobody knows' });
    expect(await world.gateway.call(getMember, { memberId: member.id }, ontraport.call)).toMatchObject({
      status: 'invited',
      firstName: 'Ada',
    });
    const [after] = await world.sql('select * from credentials c join users u on u.id = c.user_id where email = $1', [
      email,
    ]);
    expect(after).toEqual(before);
    expect(await world.sql('select user_id from members where id = $1', [member.id])).toEqual([{ user_id: null }]);
  });
});

describe('what is refused', () => {
  it('is an inactive member whose address has a user already: the invitation would make them active', async () => {
    const { email } = ontraport;
    expect(await codeOf(create(jaicp, { email, active: false }))).toBe('request.invalid');
    expect(
      await world.sql('select from members where email = $1 and account_id = $2', [email, jaicp.accountId]),
    ).toEqual([]);
    const { member } = await create(jaicp, { email, active: true });
    expect(member.status).toBe('invited');
  });

  it('is an address that has a member already, whatever their status, and a text that is no address', async () => {
    const { member } = await create(ontraport);
    expect(await codeOf(create(ontraport, { email: member.email.toUpperCase() }))).toBe('user.already-member');
    for (const email of ['no', 'a@x.com\r\nBcc: b@x.com', `${'a'.repeat(250)}@x.com`]) {
      expect(await codeOf(create(ontraport, { email }))).toBe('request.invalid');
    }
  });

  it('is a weak password', async () => {
    for (const password of ['short', 'password123456789', 'acme acme acme acme']) {
      expect(await codeOf(create(jaicp, { password }))).toBe('user.password-weak');
    }
  });

  it('is a way of creating members that the product does not have', async () => {
    const ortto = await world.openAccount();
    expect(await codeOf(create(ortto))).toBe('provisioning.unsupported');
    const invite = (by: Owner, emails: string[]) =>
      codeOf(world.gateway.call(inviteMembers, { emails, roleIds: [EDITOR.id] }, by.call));
    expect(await invite(jaicp, [address()])).toBe('provisioning.unsupported');
    expect(await invite(ontraport, [address(), address()])).toBe('request.invalid');
    expect(await invite(ortto, [address(), address()])).toBe('none');
  });

  it('is more mail to one address than is allowed (S43)', async () => {
    const email = address();
    const member = async () => (await create(ontraport, { email })).member.id;
    // The first time, the form sets a password and a mail reports that. From then on the address has a user, who is
    // invited.
    for (let i = 0; i < 5; i += 1) {
      await world.sql(`update members set status = 'deleted', email = '' where id = $1`, [await member()]);
    }
    expect(await codeOf(member())).toBe('rate.limited');
  });
});
