import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  accountOwnershipTransferred,
  billingActRecorded,
  billingContactChanged,
  billingMailRequested,
  getBillingContact,
  getBillingSettings,
  getStanding,
  memberActivated,
  memberNotFound,
  memberRevoked,
  openSubscription,
  RosterError,
  setBillingContact,
  type BillingSuccessor,
  type MemberStatus,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { answerChecks } from '../../../../test/harness/decisions.js';
import { eventually } from '../../../../test/harness/eventually.js';
import { envelopeOf, type Peer } from '../../../../test/harness/peer.js';
import { RIVALS } from '../../../../test/harness/scale.js';
import { ServiceWorld } from '../../../../test/harness/service.js';
import { query } from '../../../../test/harness/statements.js';
import { BillingModule, entities } from '../billing.module.js';
import { BillingConfig } from '../config.js';
import { migrations } from '../migrations/index.js';

/** What identity knows of a member. */
interface Person {
  status: MemberStatus;
  revision: number;
}

let world: ServiceWorld<BillingConfig>;
let identity: Peer;
let gateway: Peer;
let accountId: string;
let olivia: string;
let ada: string;
let ben: string;
let people: Map<string, Person>;
let owner: { id: string; revision: number };
/** Who may edit the billing, and so may see it. */
const editors = new Set<string>();

beforeAll(async () => {
  const options = { context: 'billing', config: BillingConfig } as const;
  world = await ServiceWorld.create(BillingModule, {
    ...options,
    entities: [...entities],
    migrations: [...migrations],
  });
  for (let replica = 0; replica < 3; replica += 1) await world.start();
  [identity, gateway] = [await world.peer('identity'), await world.peer('gateway')];
  answerChecks(await world.peer('access'), ({ memberId }) => {
    const allowed = editors.has(memberId);
    return { allowed, reason: allowed ? 'role' : 'no_grant', scope: allowed ? ['all'] : [], version: 1 };
  });
  identity.answer(getStanding, ({ memberId = owner.id }) => {
    const person = people.get(memberId);
    if (!person) throw new RosterError(memberNotFound);
    const { status, revision } = person;
    const owned = { ownerMemberId: owner.id, accountRevision: owner.revision };
    return { ...owned, memberId, isActive: status === 'active', revision };
  });
});
afterAll(() => world.close());

beforeEach(() => open('ortto'));

async function open(preset: string): Promise<void> {
  [accountId, olivia, ada, ben] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  people = new Map([olivia, ada, ben].map((id) => [id, { status: 'active', revision: 1 }]));
  owner = { id: olivia, revision: 1 };
  editors.clear();
  editors.add(olivia);
  await identity.call(openSubscription, { accountId, preset, ownerMemberId: olivia });
}

const as = (memberId: string, idempotencyKey?: string) => {
  const actor = { kind: 'session', memberId, userId: uuidv7(), sessionId: uuidv7() } as const;
  return { accountId, actor, ...(idempotencyKey && { idempotencyKey }) };
};
const falls = (to: string) =>
  eventually('the contact to move', async () => ((await contact()) === to ? to : undefined));
const contact = async (by = olivia) => (await gateway.call(getBillingContact, {}, as(by))).memberId;
const set = (memberId: string, by = olivia) => gateway.call(setBillingContact, { memberId }, as(by));
const code = (error: string) => expect.objectContaining({ code: error });

/** The member's next revision, as identity has committed it, and its event. */
function become(id: string, status: MemberStatus, billingSuccessor?: BillingSuccessor) {
  const revision = (people.get(id)?.revision ?? 0) + 1;
  people.set(id, { status, revision });
  const event = status === 'active' ? memberActivated : memberRevoked;
  const data = { ...changeOf(id), ...(billingSuccessor && { billingSuccessor }) };
  return () => identity.publish(event, envelopeOf(event, accountId, id, data));
}

function changeOf(id: string) {
  const { status = 'deleted' as const, revision = 0 } = people.get(id) ?? {};
  const account = { id: accountId, name: 'A', preset: 'ortto', status: 'active' as const };
  const person = { id, userId: null, email: '', firstName: '', lastName: '', roleIds: [] };
  return {
    account: { ...account, ownerMemberId: owner.id, revision: owner.revision },
    member: { ...person, status, revision },
  };
}

const sql = (statement: string) => query(world.database.adminUrl, statement, [accountId]);
const told = async ({ subject }: { subject: string }) =>
  (
    await query(
      world.database.adminUrl,
      `select envelope -> 'data' as data from outbox
       where subject = $1 and envelope ->> 'accountid' = $2 order by envelope ->> 'id'`,
      [subject, accountId],
    )
  ).map(({ data }) => data);
const known = (id: string, revision: number) =>
  eventually('billing to know the member', async () =>
    (await sql('select id, revision from members where account_id = $1')).find(
      (row) => row['id'] === id && Number(row['revision']) >= revision,
    ),
  );

describe('the billing contact', () => {
  it('is the owner at first, and then any active member whom the owner names; both are told', async () => {
    expect(await contact()).toBe(olivia);
    expect(await set(ada)).toEqual({ memberId: ada });
    expect(await contact()).toBe(ada);
    expect(await told(billingContactChanged)).toEqual([{ memberId: ada, revision: 1 }]);
    const mail = { template: 'billing-contact-changed', contactId: ada, byMemberId: olivia, words: {} };
    expect(await told(billingMailRequested)).toEqual([
      { ...mail, memberId: olivia },
      { ...mail, memberId: ada },
    ]);
    expect(await told(billingActRecorded)).toEqual([
      expect.objectContaining({
        action: 'billing-contact.changed',
        actor: { kind: 'member', memberId: olivia },
        targetType: 'member',
        targetId: ada,
        parts: [{ kind: 'billing-contact', id: accountId, before: { memberId: olivia }, after: { memberId: ada } }],
      }),
    ]);
    // What it is already, it is not made again.
    expect(await set(ada)).toEqual({ memberId: ada });
    expect(await told(billingActRecorded)).toHaveLength(1);
  });

  it('is moved by nobody else, unless they are the contact and may edit the billing', async () => {
    await expect(set(ben, ada)).rejects.toEqual(code('permission.denied'));
    editors.add(ada);
    await expect(set(ben, ada)).rejects.toEqual(code('permission.denied'));
    await set(ada);
    editors.delete(ada);
    await expect(set(ben, ada)).rejects.toEqual(code('permission.denied'));
    editors.add(ada);
    const call = as(ada, 'once');
    expect(await gateway.call(setBillingContact, { memberId: ben }, call)).toEqual({ memberId: ben });
    // They are the contact no more, and the same command gets its answer all the same.
    expect(await gateway.call(setBillingContact, { memberId: ben }, call)).toEqual({ memberId: ben });
    await expect(set(ada, ada)).rejects.toEqual(code('permission.denied'));
  });

  it('sees who it is without the permission, and nobody else does', async () => {
    await expect(contact(ada)).rejects.toEqual(code('permission.denied'));
    await set(ada);
    expect(await contact(ada)).toBe(ada);
    await set(ben);
    await expect(contact(ada)).rejects.toEqual(code('permission.denied'));
    await expect(gateway.call(getBillingSettings, {}, as(ben))).rejects.toEqual(code('permission.denied'));
  });

  it.each(['invited', 'inactive', 'revoked'] as const)('is nobody who is %s', async (status) => {
    people.set(ada, { status, revision: 1 });
    await expect(set(ada)).rejects.toEqual(code('member.not-active'));
    await expect(set(uuidv7())).rejects.toEqual(code('member.not-found'));
  });

  it.each(['ontraport', 'jaicp'])('cannot be named where the product has the owner be it (%s)', async (preset) => {
    await open(preset);
    await expect(set(ada)).rejects.toEqual(code('billing-contact.fixed'));
    expect(await contact()).toBe(olivia);
  });
});

describe('a contact who leaves', () => {
  it('leaves it to the owner, who is told; also where it had been heard of before', async () => {
    await set(ada);
    await become(ada, 'revoked')();
    await falls(olivia);
    const mails = await told(billingMailRequested);
    expect(mails.at(-1)).toEqual({
      template: 'billing-contact-left',
      memberId: olivia,
      contactId: ada,
      byMemberId: null,
      words: {},
    });
    expect((await told(billingActRecorded)).at(-1)).toMatchObject({
      actor: { kind: 'service', name: 'billing' },
      targetId: olivia,
    });
    expect((await told(billingContactChanged)).at(-1)).toEqual({ memberId: null, revision: 2 });
  });

  it('leaves it to the member whom a deletion names, unless they have left themselves', async () => {
    await set(ada);
    await become(ada, 'revoked', { memberId: ben, revision: 1 })();
    await falls(ben);
    people.set(ada, { status: 'active', revision: 3 });
    await become(ada, 'revoked')();
    await known(ada, 4);
    await become(ben, 'revoked', { memberId: ada, revision: 3 })();
    await falls(olivia);
  });

  it('was revoked before billing heard that they were named: they are not', async () => {
    const tell = become(ada, 'revoked');
    await tell();
    await known(ada, 2);
    // Identity’s answer is from before.
    people.set(ada, { status: 'active', revision: 1 });
    await expect(set(ada)).rejects.toEqual(code('member.not-active'));
    // Nor does an event from before bring them back.
    await identity.publish(memberActivated, envelopeOf(memberActivated, accountId, ada, changeOf(ada)));
    await become(ben, 'active')();
    await known(ben, 2);
    await expect(set(ada)).rejects.toEqual(code('member.not-active'));
  });

  it('is never a member without access, whoever names them at the moment of their revocation (BS-10)', async () => {
    const members = Array.from({ length: RIVALS }, () => uuidv7());
    for (const id of members) people.set(id, { status: 'active', revision: 1 });
    const attempts = members.flatMap((id) => [set(id), become(id, 'revoked')()]);
    await Promise.allSettled([...attempts, set(ben)]);
    for (const id of members) await known(id, 2);
    const [row] = await sql(
      'select c.member_id, m.is_active from contacts c left join members m on m.id = c.member_id where c.account_id = $1',
    );
    expect(row?.['is_active']).not.toBe(false);
    expect([null, ben]).toContain(row?.['member_id']);
    // The database itself says so.
    await set(ben);
    await expect(sql(`update members set is_active = false where account_id = $1`)).rejects.toThrow(/foreign key/);
  });
});

describe('a transfer of the account', () => {
  const transfer = (to: string) => {
    const former = owner.id;
    owner = { id: to, revision: owner.revision + 1 };
    const data = { ...changeOf(to), formerOwner: { memberId: former, roleId: null } };
    return identity.publish(
      accountOwnershipTransferred,
      envelopeOf(accountOwnershipTransferred, accountId, accountId, data),
    );
  };
  const owns = (id: string) =>
    eventually('the owner to be known', async () =>
      (await sql('select owner_member_id as id from contacts where account_id = $1')).find((row) => row['id'] === id),
    );

  it('moves the contact with it where it is always the owner, and leaves it where it is a member', async () => {
    await transfer(ada);
    await owns(ada);
    editors.add(ada);
    expect(await contact(ada)).toBe(olivia);
    expect(await told(billingContactChanged)).toEqual([{ memberId: olivia, revision: 1 }]);
    await open('ontraport');
    await transfer(ada);
    await owns(ada);
    expect(await contact()).toBe(ada);
    expect(await told(billingContactChanged)).toEqual([]);
  });

  it('is one of whoever owned the account until then, also where an event of a member tells it first', async () => {
    owner = { id: ada, revision: 3 };
    await become(ada, 'active')();
    await known(ada, 2);
    expect(await contact()).toBe(olivia);
    await become(olivia, 'revoked')();
    await falls(ada);
  });
});
