import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { startContacts } from '../example-contacts/contacts.service.js';
import { SCHEMA } from '../example-contacts/schema.js';
import { Api } from '../harness/api.js';
import { eventually } from '../harness/eventually.js';
import { figure } from '../harness/figures.js';
import { colleague, openAccount, roleId, unique, type Person } from '../harness/people.js';
import { sharedSystem } from '../harness/system.js';

const PEOPLE = ['Sales Manager', 'Sales Representative', 'Sales Representative', 'Customer Support Representative'];

/** Another team's service, which uses only Roster's client, against the real system. */
describe('The example service', () => {
  const roster = sharedSystem();
  const database = unique('contacts').replaceAll('-', '_');
  const databaseUrl = Object.assign(new URL(roster.postgresUrl), { pathname: `/${database}` }).href;
  let apps: NestFastifyApplication[];
  let owner: Person;
  let manager: Person;
  let rep: Person;
  let colleagueOfRep: Person;
  let support: Person;
  const made = new Map<string, string>();

  beforeAll(async () => {
    await asAdministrator(roster.postgresUrl, async (admin) => void (await admin.query(`create database ${database}`)));
    await asAdministrator(databaseUrl, async (admin) => {
      for (const sql of SCHEMA) await admin.query(sql);
    });
    const { natsUrl, accessPublicKey, url: rosterUrl } = roster;
    const settings = { databaseUrl, natsUrl, nkeySeed: roster.seeds.service!, accessPublicKey, rosterUrl };
    // The second instance never lists owners but joins to its mirror, as it would in an account of many thousands.
    apps = await Promise.all([startContacts(settings), startContacts({ ...settings, mostOwners: 0 })]);
    owner = await openAccount(roster, { preset: 'ontraport', planId: 'team' });
    const people: Person[] = [];
    for (const role of PEOPLE) people.push(await colleague(roster, owner, role));
    [manager, rep, colleagueOfRep, support] = people as [Person, Person, Person, Person];
  });

  afterAll(async () => {
    await Promise.all((apps ?? []).map((app) => app.close()));
    await asAdministrator(roster.postgresUrl, async (admin) => {
      await admin.query(`drop database if exists ${database} with (force)`);
    });
  });

  const at = async (person: Person, app = apps[0]): Promise<Api> =>
    new Api(await app!.getUrl()).as(person.api.token ?? '');
  const patch = async (person: Person, path: string, change: object) => (await at(person)).send('PATCH', path, change);
  const idOf = (name: string) => made.get(name) ?? '';

  /** The names of what a person sees. Listing owners and joining to the mirror must agree. */
  const seenBy = async (person: Person): Promise<string[]> => {
    const [named, joined] = await Promise.all(
      apps.map(async (app) => (await (await at(person, app)).get('/contacts')).body.map(nameOf).sort()),
    );
    expect(joined).toEqual(named);
    return named;
  };

  it('accepts the records that a person creates for themselves or for people they reach, and no others', async () => {
    for (const [person, name] of [
      [owner, "the owner's"],
      [manager, "the manager's"],
      [rep, "the rep's"],
      [colleagueOfRep, "the colleague's"],
      [support, "support's"],
    ] as const) {
      const { status, body } = await (await at(person)).post('/contacts', { name });
      expect([name, status]).toEqual([name, 201]);
      made.set(name, body.id);
    }
    const nobodys = await (await at(owner)).post('/contacts', { name: "nobody's", ownerId: null });
    expect(nobodys.status).toBe(201);
    const forAnother = await (await at(rep)).post('/contacts', { name: 'smuggled', ownerId: colleagueOfRep.memberId });
    expect([forAnother.status, forAnother.body.details]).toEqual([
      403,
      { permission: 'contacts:create', reason: 'out_of_scope' },
    ]);
  });

  it('shows representatives their own records, their manager those of people below too, the owner everything', async () => {
    expect(await seenBy(rep)).toEqual(["the rep's"]);
    expect(await seenBy(manager)).toEqual(["the colleague's", "the manager's", "the rep's"]);
    expect(await seenBy(owner)).toHaveLength(6);
    expect((await (await at(manager)).get(`/contacts/${idOf("the rep's")}`)).status).toBe(200);
    expect((await (await at(rep)).get(`/contacts/${idOf("the manager's")}`)).body).toMatchObject({
      code: 'permission.denied',
      details: { permission: 'contacts:view', reason: 'out_of_scope' },
    });
  });

  it('lets people change records, and give them away to those they reach', async () => {
    const ownedByRep = `/contacts/${idOf("the rep's")}`;
    expect((await patch(rep, ownedByRep, { name: "the rep's" })).status).toBe(200);
    const away = await patch(rep, ownedByRep, { ownerId: colleagueOfRep.memberId });
    expect([away.status, away.body.details?.reason]).toEqual([403, 'out_of_scope']);
    expect((await patch(manager, ownedByRep, { ownerId: colleagueOfRep.memberId })).status).toBe(200);
    expect(await seenBy(rep)).toEqual([]);
    expect((await patch(manager, ownedByRep, { ownerId: rep.memberId })).status).toBe(200);
    expect((await (await at(rep)).delete(ownedByRep)).body.details).toEqual({
      permission: 'contacts:delete',
      reason: 'no_grant',
    });
    expect((await (await at(rep)).get('/contacts/nothing')).status).toBe(404);
    expect((await new Api(await apps[0]!.getUrl()).get('/contacts')).status).toBe(401);
  });

  it('learns of another role by itself, and at once where the version is named', async () => {
    const roleIds = [await roleId(owner, 'Sales Manager')];
    const begun = performance.now();
    const changed = await owner.api.put(`/v1/members/${rep.memberId}/roles`, { roleIds });
    expect(changed.status).toBe(200);
    const version = changed.headers.get('roster-version') ?? '';
    const named = await (await at(rep)).get('/contacts', { headers: { 'Roster-At-Least': version } });
    expect(named.body.map(nameOf).sort()).toEqual(["the colleague's", "the rep's"]);
    await eventually('the new role', async () => ((await seenBy(rep)).length === 2 ? true : undefined));
    const given = performance.now() - begun;

    await owner.api.put(`/v1/members/${rep.memberId}/roles`, {
      roleIds: [await roleId(owner, 'Sales Representative')],
    });
    const revoked = performance.now();
    await eventually('the old role', async () => ((await seenBy(rep)).length === 1 ? true : undefined));
    figure('P4 another service', { 'given ms': given, 'taken away ms': performance.now() - revoked });
  });
});

const nameOf = ({ name }: { name: string }) => name;

async function asAdministrator(url: string, work: (admin: Client) => Promise<void>): Promise<void> {
  const admin = new Client({ connectionString: url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
