import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  checkAssignable,
  checkMemberEdit,
  createTeam,
  deleteTeam,
  listAudit,
  getTeam,
  listTeams,
  memberTeamsChanged,
  previewChange,
  recheckRoles,
  renameTeam,
  setMemberTeams,
  setTeamMembers,
  type MemberTeamsState,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';
import { asking } from '../../../../../test/access/manager.js';
import { memberState } from '../../../../../test/access/people.js';

let world: AccessWorld;
let account: AccountDouble;
let ask: ReturnType<typeof asking>;

beforeAll(async () => {
  world = await AccessWorld.create();
  account = await world.account();
  ask = asking(world, account);
});
afterAll(() => world.close());

const refusal = (code: string) => expect.objectContaining({ code });
const told = (memberId: string) =>
  world.query<MemberTeamsState>(
    `select envelope #> '{data,teams}' as teams, (envelope #>> '{data,version}')::int as version from outbox
     where subject = $1 and envelope ->> 'subject' = $2 order by id`,
    [memberTeamsChanged.subject, memberId],
  );

describe('Teams', () => {
  it('are made, renamed and deleted, each a version with its row in the audit', async () => {
    const ada = await account.member(['editor']);
    const made = await ask(account.owner, createTeam, { name: 'Support', memberIds: [ada] });
    expect(made).toMatchObject({ name: 'Support', memberCount: 1 });
    const team = { id: made.id, name: 'First line' };
    const renamed = await ask(account.owner, renameTeam, { teamId: made.id, name: team.name });
    expect(renamed).toEqual({ ...team, memberCount: 1, version: made.version + 1 });
    expect((await ask(account.owner, listTeams, {})).items).toEqual([{ ...team, memberCount: 1 }]);
    const detail = { ...team, memberCount: 1, memberIds: [ada], version: renamed.version };
    await expect(ask(account.owner, getTeam, { teamId: made.id, atLeast: renamed.version })).resolves.toEqual(detail);
    const { version } = await ask(account.owner, deleteTeam, { teamId: made.id });
    expect((await ask(account.owner, listTeams, { atLeast: version })).items).toEqual([]);

    expect(await told(ada)).toEqual([
      { teams: [{ id: made.id, name: 'Support' }], version: made.version },
      { teams: [team], version: renamed.version },
      { teams: [], version },
    ]);
    const { items } = await ask(account.owner, listAudit, { limit: 3 });
    expect(items.map(({ action, summary }) => [action, summary.replace(/^.*? (?=\w+ed )/, '')])).toEqual([
      ['team.deleted', 'deleted the team First line'],
      ['team.renamed', 'renamed the team First line'],
      ['team.created', 'created the team Support'],
    ]);
  });

  it('come page by page by name, and one that is renamed or deleted in between is no end of them', async () => {
    const paged = await world.account();
    const asked = asking(world, paged);
    const ids: Record<string, string> = {};
    for (const name of ['Cash', 'Atlas', 'Echo', 'Delta', 'Bravo']) {
      ids[name] = (await asked(paged.owner, createTeam, { name })).id;
    }
    const pageAfter = async (cursor: string | null | undefined) => {
      const { items, nextCursor } = await asked(paged.owner, listTeams, { limit: 2, ...(cursor && { cursor }) });
      return { names: items.map(({ name }) => name), nextCursor };
    };
    const first = await pageAfter(undefined);
    expect(first).toEqual({ names: ['Atlas', 'Bravo'], nextCursor: expect.any(String) });
    const second = await pageAfter(first.nextCursor);
    expect(second.names).toEqual(['Cash', 'Delta']);
    await asked(paged.owner, deleteTeam, { teamId: ids['Bravo'] ?? '' });
    await asked(paged.owner, renameTeam, { teamId: ids['Delta'] ?? '', name: 'Zulu' });
    expect((await pageAfter(first.nextCursor)).names).toEqual(['Cash', 'Echo']);
    expect(await pageAfter(second.nextCursor)).toEqual({ names: ['Echo', 'Zulu'], nextCursor: null });
    await expect(asked(paged.owner, listTeams, { cursor: 'no' })).rejects.toEqual(refusal('request.invalid'));
  });

  it('are the same in another process', async () => {
    const ada = await account.member(['editor']);
    const { id, version } = await ask(account.owner, createTeam, { name: 'Kept', memberIds: [ada] });
    await world.addReplica();
    await expect(ask(account.owner, listTeams, { atLeast: version })).resolves.toMatchObject({
      items: [{ id, name: 'Kept', memberCount: 1 }],
    });
    await ask(account.owner, deleteTeam, { teamId: id });
  });

  it('take the permission to edit members, and belong to one account', async () => {
    const editor = await account.member(['editor']);
    await expect(ask(editor, createTeam, { name: 'Mine' })).rejects.toEqual(refusal('permission.denied'));
    await expect(ask(editor, listTeams, {})).rejects.toEqual(refusal('permission.denied'));
    const other = await world.account();
    const { id } = await asking(world, other)(other.owner, createTeam, { name: 'Theirs' });
    for (const work of [
      ask(account.owner, renameTeam, { teamId: id, name: 'Ours' }),
      ask(account.owner, setMemberTeams, { memberId: editor, teamIds: [id] }),
      ask(account.owner, checkAssignable, { roleIds: [account.role('editor')], teamIds: [id] }),
    ]) {
      await expect(work).rejects.toEqual(refusal('team.not-found'));
    }
    const stranger = await other.member(['editor']);
    const { id: own } = await ask(account.owner, createTeam, { name: 'Ours' });
    await expect(ask(account.owner, setTeamMembers, { teamId: own, memberIds: [stranger] })).rejects.toEqual(
      refusal('member.not-found'),
    );
  });

  it('cannot be used to touch members above the actor, and can be previewed', async () => {
    const admin = await account.member(['admin']);
    const { id: teamId } = await ask(admin, createTeam, { name: 'Owners' });
    const change = { teamId, memberIds: [account.owner] };
    await expect(ask(admin, setTeamMembers, change)).rejects.toEqual(refusal('privilege.above-own'));
    const preview = { change: { kind: 'team.set-members', ...change } as const };
    await expect(ask(admin, previewChange, preview)).resolves.toMatchObject({
      refusal: { code: 'privilege.above-own' },
    });
    await expect(ask(account.owner, setTeamMembers, change)).resolves.toMatchObject({ memberCount: 1 });
  });

  it('that were promised are given to the new member, as far as they still exist', async () => {
    const { id } = await ask(account.owner, createTeam, { name: 'Promised' });
    const state = memberState({ roleIds: [account.role('editor')], status: 'invited', teamIds: [id, uuidv7()] });
    await account.apply(state);
    expect(await told(state.id)).toMatchObject([{ teams: [{ id, name: 'Promised' }] }]);
    await account.apply({ ...state, status: 'active', revision: 3 });
    const { teams } = await ask(account.owner, setMemberTeams, { memberId: state.id, teamIds: [] });
    expect(teams).toEqual([]);
    await account.apply({ ...state, status: 'active', revision: 4 });
    expect((await told(state.id)).at(-1)?.teams).toEqual([]);
  });
});

describe('Agent access', () => {
  const talks = async (memberId: string, atLeast: number) =>
    (await account.check(memberId, 'talk:edit', atLeast)).allowed;

  it('gives the product’s grants for agents while identity says so, in whatever order its events come', async () => {
    const state = memberState({ roleIds: [account.role('read-only')] });
    expect(await talks(state.id, await account.apply(state))).toBe(false);
    expect(await talks(state.id, await account.apply({ ...state, agentAccess: true, revision: 3 }))).toBe(true);
    expect(await talks(state.id, await account.apply({ ...state, agentAccess: false, revision: 5 }))).toBe(false);
    expect(await talks(state.id, await account.apply({ ...state, agentAccess: true, revision: 4 }))).toBe(false);
  });

  it('is not changed by an event from before it existed', async () => {
    const state = memberState({ roleIds: [account.role('read-only')] });
    await account.apply({ ...state, agentAccess: true });
    expect(await talks(state.id, await account.apply({ ...state, firstName: 'Augusta', revision: 3 }))).toBe(true);
  });

  it('cannot be given by those who lack its permissions, to themselves or to somebody new (S51)', async () => {
    const roleIds = [account.role('read-only')];
    const small = await account.memberWith({ 'members:view': true, 'members:edit': true, 'members:invite': true });
    const bob = await account.member([]);
    for (const memberId of [bob, small]) {
      await expect(ask(small, checkMemberEdit, { memberId, agentAccess: true })).rejects.toEqual(
        refusal('privilege.above-own'),
      );
      await expect(ask(small, checkMemberEdit, { memberId })).resolves.toEqual({});
    }
    await expect(ask(small, checkMemberEdit, { memberId: account.owner })).rejects.toEqual(
      refusal('privilege.above-own'),
    );
    const promise = { roleIds, agentAccess: true };
    await expect(ask(small, checkAssignable, promise)).rejects.toEqual(refusal('privilege.above-own'));
    await expect(ask(account.owner, checkAssignable, promise)).resolves.toMatchObject({ roles: [{ id: roleIds[0] }] });
    const recheck = { ...promise, accountId: account.id, granterId: small };
    await expect(world.rpc.call(recheckRoles, recheck)).rejects.toEqual(refusal('privilege.above-own'));
  });
});
