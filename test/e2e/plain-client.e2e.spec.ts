import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { read } from '../docs/repository.js';
import { openAccount, type Person } from '../harness/people.js';
import { PlainClient } from '../harness/plain-client.js';
import { sharedSystem, type Roster } from '../harness/system.js';

/** What the README tells people who write a client in another language, tried by one that knows nothing else. */
describe('a client without a library of NATS', () => {
  const readme = read('README.md');
  const section = readme.slice(readme.indexOf('### Without Node'), readme.indexOf('## A map'));
  /** The first such word of the section: it names what the client then uses. */
  const said = (pattern: RegExp): string => pattern.exec(section)?.[0] ?? '';
  const inbox = said(/_INBOX_service\b/);
  const subject = said(/rpc\.access\.check\.evaluate\b/);

  let roster: Roster;
  let owner: Person;
  const clients: PlainClient[] = [];

  beforeAll(async () => {
    roster = sharedSystem();
    owner = await openAccount(roster);
  });
  afterEach(() => clients.splice(0).forEach((client) => client.close()));

  const open = async (prefix = inbox) => {
    const client = await PlainClient.connect(roster.natsUrl, roster.seeds.service ?? '', prefix);
    clients.push(client);
    return client;
  };
  const question = (over: object = {}) => ({
    accountId: owner.accountId,
    memberId: owner.memberId,
    permission: 'members:view',
    ...over,
  });

  it('asks, with the deadline and an id, and is answered', async () => {
    const client = await open();
    const headers = { 'Roster-Timeout': '10000', 'Roster-Request-Id': uuidv7() };
    for (const name of Object.keys(headers)) expect(section).toContain(`\`${name}\``);
    const { status, body } = await client.request(subject, question(), headers);
    expect(status).toBe('');
    const answer = JSON.parse(body) as Record<string, unknown>;
    expect(answer).toMatchObject({ allowed: true });
    for (const name of Object.keys(answer)) expect(section).toContain(`"${name}"`);
  });

  it('is told what is wrong by a header and a body', async () => {
    const client = await open();
    const { headers, body } = await client.request(subject, question({ permission: 7 }));
    expect(headers.get(said(/Roster-Error/))).toBe('request.invalid');
    expect(JSON.parse(body)).toMatchObject({ code: 'request.invalid', message: expect.any(String) });
  });

  it('gets no answer below another inbox: the bus says so', async () => {
    await expect(open('_INBOX')).rejects.toThrow(/permissions violation/i);
  });
});
