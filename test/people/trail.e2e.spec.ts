import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditEntry, AuditPart } from '@roster/contracts';
import { Api } from '../harness/api.js';
import { eventually } from '../harness/eventually.js';
import { accept, address, openAccount, roleId as roleIdOf, succeeded, unique, type Person } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';
import { allTold, doAll, openTrailAccount, owed, requestIdOf, told, type TrailAccount } from './trail-account.js';
import { TRAILED, TRAILED_OF_ENROLLING, type Things, type TrailedAct } from './trail.js';

const USER_AGENT = 'trail/1.0';

/** Remembers the last request, to send it once more. */
class RepeatingApi extends Api {
  private last: Parameters<Api['send']> = ['GET', '/'];

  override as(token: string, password?: string): RepeatingApi {
    return new RepeatingApi(this.url, token, password);
  }

  override send(...request: Parameters<Api['send']>): ReturnType<Api['send']> {
    this.last = request;
    return super.send(...request);
  }

  again = () => super.send(...this.last);
}

describe('The audit trail', () => {
  let roster: Roster;
  let account: TrailAccount;
  let owner: Person;
  let other: Person;
  let things: Things;
  /** The ids of requests that were sent once more, word for word. */
  const repeated: string[] = [];

  beforeAll(async () => {
    const shared = sharedSystem();
    roster = { ...shared, api: new RepeatingApi(shared.url) };
    account = await openTrailAccount(roster);
    ({ owner, other, things } = account);
  });

  const entriesOf = async (query = ''): Promise<AuditEntry[]> =>
    succeeded(await other.api.get(`/v1/audit?limit=200${query}`)).body.items;

  it('has one entry for each acknowledged act, by who did it, with where from (P14)', async () => {
    const between = async ({ isNewEachTime }: TrailedAct) => {
      if (!isNewEachTime) repeated.push(requestIdOf(await again(owner)));
    };
    await doAll(roster, account, { acts: TRAILED, between });
    // Last of all the ownership has gone to this one, who may read it now.
    const entries = await allTold(account, () => entriesOf());
    expect(told(account, entries)).toEqual(owed(account));
    expect(succeeded(await other.api.get('/v1/audit/verification')).body).toMatchObject({ intact: true, next: null });
    expect(entries.map(({ summary }) => summary).filter((summary) => /did "/.test(summary))).toEqual([]);
  });

  it('has none of a command that changed nothing, because it was sent again', async () => {
    const entries = await entriesOf();
    expect(entries.filter(({ requestId }) => repeated.includes(requestId ?? ''))).toEqual([]);
    expect(repeated.length).toBeGreaterThan(25);
  });

  it('says of each act what it has changed', async () => {
    const entries = await entriesOf();
    const isChange = ({ before, after }: AuditPart) => JSON.stringify(before) !== JSON.stringify(after);
    const silent = entries.filter(({ parts }) => parts.length === 0 || !parts.some(isChange));
    expect(silent.map(({ action }) => action)).toEqual([]);
  });

  it('has the acts of products that enrol people and restrict addresses', async () => {
    const there = await openAccount(roster, { preset: 'ontraport' });
    const { api, accountId, memberId } = there;
    succeeded(await api.send('PATCH', '/v1/settings/security', { ipRestrictions: true }));
    const roleId = await roleIdOf(there, 'Sales Representative');
    const email = address('colleague');
    succeeded(await api.post('/v1/invitations', { emails: [email], roleIds: [roleId] }));
    const { memberId: id } = await accept(roster, email);
    const ids = { memberId: id, memberEmail: email, otherId: id, roleId, managerRoleId: roleId };
    const enrolling = { owner: there, things: { ...ids, roster, api, accountId, held: {} }, acknowledged: [] };
    await doAll(roster, enrolling, { acts: TRAILED_OF_ENROLLING });
    const read = async () => succeeded(await api.get(`/v1/audit?limit=200&actor=${memberId}`)).body.items;
    expect(told(enrolling, await allTold(enrolling, read))).toEqual(owed(enrolling));
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

  it('has two entries of one request where it did two things, each of its own', async () => {
    const { api } = other;
    const { managerRoleId } = things;
    const role = succeeded(await api.post('/v1/roles', { name: unique('Agents'), grants: {}, managerRoleId })).body;
    const email = address('agent');
    succeeded(await api.post('/v1/invitations', { emails: [email], roleIds: [role.id] }));
    const { memberId } = await accept(roster, email);
    const team = succeeded(await api.post('/v1/teams', { name: unique('Team') })).body;
    const body = { enabled: true, teamIds: [team.id] };
    const given = await api.put(`/v1/members/${memberId}/agent-access`, body);
    succeeded(given);
    const requestId = requestIdOf(given);
    const entries = await eventually('both entries', async () => {
      const found = (await entriesOf(`&target=${memberId}`)).filter((entry) => entry.requestId === requestId);
      return found.length > 1 ? found : undefined;
    });
    const lines = entries.map(({ action, actor, parts }) => [action, actor.id, parts.map(({ kind }) => kind)]);
    expect(lines.toSorted()).toEqual([
      ['agent-access.given', other.memberId, ['member']],
      ['member.teams-set', other.memberId, ['member']],
    ]);
    succeeded(await api.put(`/v1/members/${memberId}/agent-access`, body));
    expect((await entriesOf(`&target=${memberId}&action=agent-access.given`)).length).toBe(1);
    expect((await entriesOf(`&target=${memberId}&action=member.teams-set`)).length).toBe(1);
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

const again = ({ api }: Person) => (api as RepeatingApi).again();
