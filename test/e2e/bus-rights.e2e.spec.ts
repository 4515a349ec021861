import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, headers, type NatsConnection } from '@nats-io/transport-node';
import {
  applyMember,
  evaluateCheck,
  HEADERS,
  inboxPrefix,
  memberInvited,
  resolveSession,
  revokeMember,
  sessionEnded,
  type Caller,
} from '@roster/contracts';
import { connectAs } from '../harness/bus.js';
import { colleague, openAccount, type Person } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

const REFUSED = /permissions violation/i;

/** S68, on the running system: the right to publish on a subject is what trust rests on. */
describe('the bus', () => {
  let roster: Roster;
  let owner: Person;
  let member: Person;
  const connections: NatsConnection[] = [];

  beforeAll(async () => {
    roster = sharedSystem();
    owner = await openAccount(roster);
    member = await colleague(roster, owner);
  });

  afterAll(() => Promise.all(connections.map((connection) => connection.close())));

  const as = async (user: Caller): Promise<NatsConnection> => {
    const connection = await connectAs(roster, user);
    connections.push(connection);
    return connection;
  };

  /** The server's refusal of an action, or `allowed` once it has processed the action without one. */
  const verdict = async (user: Caller, action: (connection: NatsConnection) => void): Promise<string> => {
    const connection = await as(user);
    const complaint = (async () => {
      for await (const status of connection.status()) if (status.type === 'error') return status.error.message;
      return 'closed';
    })();
    action(connection);
    await connection.flush();
    return Promise.race([complaint, connection.flush().then(() => 'allowed')]);
  };

  const publishing = (user: Caller, subject: string, body = '{}') =>
    verdict(user, (connection) => connection.publish(subject, body, { reply: `${inboxPrefix(user)}.x` }));
  const subscribing = (user: Caller, subject: string) =>
    verdict(user, (connection) => connection.subscribe(subject, { callback: () => undefined }));

  it('accepts nobody without a key, and no key that it does not know', async () => {
    await expect(connect({ servers: roster.natsUrl, reconnect: false })).rejects.toThrow(/authorization violation/i);
    const named = { servers: roster.natsUrl, user: 'gateway', pass: 'gateway', reconnect: false };
    await expect(connect(named)).rejects.toThrow(/authorization violation/i);
  });

  it.each([
    memberInvited.subject,
    sessionEnded.subject,
    'dead.access.identity.member.invited.v1',
    `${inboxPrefix('identity')}.x`,
  ])('does not let the gateway publish %s', async (subject) =>
    expect(await publishing('gateway', subject)).toMatch(REFUSED),
  );

  it.each([
    '>',
    'rpc.>',
    'rpc.identity.>',
    resolveSession.subject,
    'evt.>',
    '$JS.>',
    `${inboxPrefix('identity')}.>`,
    '_INBOX.>',
    '*.>',
  ])('does not let the gateway listen to %s', async (subject) =>
    expect(await subscribing('gateway', subject)).toMatch(REFUSED),
  );

  it('lets another service of the product ask for decisions', async () => {
    const { accountId, memberId } = owner;
    const { allowed } = await roster.onBus(({ call }) =>
      call(evaluateCheck, { accountId, memberId, permission: 'members:invite' }),
    );
    expect(allowed).toBe(true);
  });

  it('lets another service of the product do nothing else: a revocation with a forged actor has no effect', async () => {
    const { accountId, memberId } = owner;
    const forged = headers();
    forged.set(HEADERS.account, accountId);
    forged.set(HEADERS.actor, JSON.stringify({ kind: 'session', memberId, userId: memberId, sessionId: memberId }));
    const options = { headers: forged, reply: `${inboxPrefix('service')}.x` };
    const revoking = await verdict('service', (connection) =>
      connection.publish(revokeMember.subject, JSON.stringify({ memberId: member.memberId }), options),
    );
    expect(revoking).toMatch(REFUSED);
    expect(await publishing('service', applyMember.subject)).toMatch(REFUSED);
    expect(await publishing('service', memberInvited.subject)).toMatch(REFUSED);
    expect(await subscribing('service', evaluateCheck.subject)).toMatch(REFUSED);
    const row = (await owner.api.get(`/v1/members/${member.memberId}`)).body;
    expect(row.status).toBe('active');
    expect((await member.api.get('/v1/me')).status).toBe(200);
  });
});
