import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditEntry } from '@roster/contracts';
import { eventually } from '../harness/eventually.js';
import { accept, address, openAccount, roleId as roleIdOf, succeeded, unique, type Person } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';
import { TRAILED, type Things } from './trail.js';

const USER_AGENT = 'trail/1.0';

describe('The audit trail', () => {
  let roster: Roster;
  let owner: Person;
  let other: Person;
  let things: Things;

  beforeAll(async () => {
    roster = sharedSystem();
    owner = await openAccount(roster, { preset: 'model' });
    const managerRoleId = await roleIdOf(owner, 'Chief');
    const bottom = { name: unique('Bottom'), grants: {}, managerRoleId };
    const roleId = succeeded(await owner.api.post('/v1/roles', bottom)).body.id;
    const comer = async () => {
      const email = address('colleague');
      const grants = { name: unique('Granted'), grants: { 'members:view': true }, managerRoleId };
      const { id } = succeeded(await owner.api.post('/v1/roles', grants)).body;
      succeeded(await owner.api.post('/v1/invitations', { emails: [email], roleIds: [id] }));
      return accept(roster, email);
    };
    const member = await comer();
    other = await comer();
    const { accountId } = owner;
    things = {
      api: owner.api,
      accountId,
      memberId: member.memberId,
      otherId: other.memberId,
      roleId,
      managerRoleId,
      held: {},
    };
  });

  const entriesOf = async (query = ''): Promise<AuditEntry[]> =>
    succeeded(await other.api.get(`/v1/audit?limit=200${query}`)).body.items;

  it('has one entry for each acknowledged act, by who did it, with where from (P14)', async () => {
    const asked: { requestId: string; action: string; subject: string }[] = [];
    for (const { contract, action, ask } of TRAILED) {
      const { status, headers, body } = await ask(things);
      const { subject } = contract;
      expect({ subject, status, ...(status >= 300 && { body }) }).toEqual({ subject, status: expect.any(Number) });
      asked.push({ requestId: headers.get('x-request-id') ?? '', action, subject });
    }
    // Last of all the ownership has gone to this one, who may read it now.
    const entries = await eventually('an entry for each act', async () => {
      const found = await entriesOf();
      const known = new Set(found.map(({ requestId }) => requestId));
      return asked.every(({ requestId }) => known.has(requestId)) ? found : undefined;
    });
    const told = asked.map(({ requestId, subject }) => {
      const own = entries.filter((entry) => entry.requestId === requestId);
      return [subject, ...own.map(({ action, actor, address: from }) => `${action} ${actor.id} ${from !== null}`)];
    });
    expect(told).toEqual(asked.map(({ subject, action }) => [subject, `${action} ${owner.memberId} true`]));
    expect(succeeded(await other.api.get('/v1/audit/verification')).body).toMatchObject({ intact: true, next: null });
    expect(entries.map(({ summary }) => summary).filter((summary) => /did "/.test(summary))).toEqual([]);
  });

  it('says who came in, and by whose act the account is there', async () => {
    const accepted = await entriesOf(`&action=invitation.accepted&target=${other.memberId}`);
    expect(accepted).toMatchObject([{ actor: { kind: 'member', id: other.memberId }, step: 0 }]);
    const opened = await entriesOf('&action=account.opened');
    expect(opened).toMatchObject([{ actor: { kind: 'member', id: owner.memberId } }]);
    expect(opened[0]?.address).toEqual(expect.any(String));
  });

  it('is what the activity of a member shows, with what they did about themselves', async () => {
    const { items } = succeeded(await other.api.get(`/v1/members/${owner.memberId}/activity?limit=200`)).body;
    const actions = items.map(({ action }: { action: string }) => action);
    const acts = (await entriesOf(`&actor=${owner.memberId}`)).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining([...acts, 'session.started']));
    expect(actions.filter((action: string) => action === 'api-key.revoked')).toHaveLength(1);
  });

  it('names the key of the API that acted, and who made it', async () => {
    const { api } = other;
    const grants = { 'members:view': true, 'members:edit': true };
    const { managerRoleId } = things;
    const role = succeeded(await api.post('/v1/roles', { name: unique('Keys'), grants, managerRoleId })).body;
    const made = succeeded(await api.post('/v1/api-keys', { name: unique('Nightly'), roleIds: [role.id] })).body;
    const answer = succeeded(
      await roster.api
        .as(made.key)
        .post('/v1/teams', { name: unique('Team') }, { headers: { 'user-agent': USER_AGENT } }),
    );
    const requestId = answer.headers.get('x-request-id');
    const [entry] = (await entriesOf('&action=team.created')).filter((each) => each.requestId === requestId);
    const actor = { kind: 'api-key', id: made.memberId, keyId: made.id, makerId: other.memberId, name: made.name };
    expect(entry).toMatchObject({
      actor,
      userAgent: USER_AGENT,
      summary: `The API key ${made.name} created the team ${answer.body.name}`,
    });
  });
});
