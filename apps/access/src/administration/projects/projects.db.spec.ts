import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  checkOwnProject,
  createProject,
  deleteProject,
  editProject,
  evaluateCheck,
  getMemberProjects,
  getProject,
  getProjectPermissions,
  listProjects,
  listProjectTeam,
  projectNotFound,
  putRecord,
  setMemberProjects,
  setProjectPermissions,
  setProjectTeam,
  setProjectTeammate,
  transferProject,
  verifyAudit,
  type PersonActor,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { AccessWorld } from '../../../../../test/access/access-world.js';
import { modelAccount, type ModelAccount } from '../../../../../test/access/model-account.js';
import { compete } from '../../../../../test/harness/once-of-many.js';
import { eventually } from '../../../../../test/harness/eventually.js';

const denied = { code: 'permission.denied' };
const unknown = { code: projectNotFound.code };

describe('A project', () => {
  let world: AccessWorld;
  let model: ModelAccount;
  let made = 0;

  beforeAll(async () => {
    world = await AccessWorld.create();
    model = await modelAccount(world);
  });
  afterAll(() => world.close());

  const ask: ModelAccount['ask'] = (...args) => model.ask(...args);
  /** As somebody who has just proved who they are. */
  const prove: ModelAccount['ask'] = (memberId, contract, input) => {
    const call = model.account.as(memberId);
    const authenticatedAt = new Date().toISOString();
    return world.rpc.call(contract, input, { ...call, actor: { ...(call.actor as PersonActor), authenticatedAt } });
  };
  const name = () => `Project ${++made}`;

  /** A new project that boss owns, with these people on its team. */
  async function project(memberIds: string[] = [], ownerId = model.members.boss): Promise<string> {
    const { id } = await ask(model.account.owner, createProject, { name: name(), ownerId });
    if (memberIds.length > 0) await ask(model.account.owner, setProjectTeam, { projectId: id, memberIds });
    return id;
  }

  const may = async (memberId: string, permission: string, projectId: string, atLeast: number) => {
    const question = { accountId: model.account.id, memberId, permission, projectId, atLeast };
    return (await world.rpc.call(evaluateCheck, question)).reason;
  };

  describe('of one’s own', () => {
    const check = (memberId: string, projectId: string) =>
      world.rpc.call(checkOwnProject, { projectId }, model.account.as(memberId));

    it('is a project whose team one is on, that one owns, or any project of an account that one owns', async () => {
      const { members, projects, account } = model;
      for (const memberId of [members.rep, members.boss, account.owner]) {
        await expect(check(memberId, projects.one.toUpperCase())).resolves.toEqual({});
      }
    });

    it('is not found by anyone else', async () => {
      const { members, projects } = model;
      await expect(check(members.desk, projects.one)).rejects.toMatchObject(unknown);
      await expect(check(members.boss, projects.two)).rejects.toMatchObject(unknown);
      await expect(check(members.rep, uuidv7())).rejects.toMatchObject(unknown);
      const other = await world.account();
      await expect(
        world.rpc.call(checkOwnProject, { projectId: projects.one }, other.as(other.owner)),
      ).rejects.toMatchObject(unknown);
    });
  });

  it('is begun by whoever may, who owns it unless another active member is named (PJ-01, PJ-11)', async () => {
    const { account, members } = model;
    const own = await ask(account.owner, createProject, { name: name() });
    expect(own).toMatchObject({ ownerId: account.owner, isOwner: true, onTeam: true, memberCount: 1 });
    const given = await ask(account.owner, createProject, { name: name(), ownerId: members.boss });
    expect(given).toMatchObject({ ownerId: members.boss, isOwner: false, version: own.version + 1 });
    await expect(ask(members.boss, createProject, { name: name() })).rejects.toMatchObject(denied);
    const inactive = ask(account.owner, createProject, { name: name(), ownerId: members.idle });
    await expect(inactive).rejects.toMatchObject({ code: 'member.not-active' });
    const again = ask(account.owner, createProject, { name: own.name.toUpperCase() });
    await expect(again).rejects.toMatchObject({ code: 'project.name-taken', details: { project: own.id } });
    const without = await world.account({ preset: 'ortto' });
    const none = world.rpc.call(createProject, { name: name() }, without.as(without.owner));
    await expect(none).rejects.toMatchObject({ code: 'projects.unsupported' });
  });

  it('is shown to whoever works on it, and to nobody else; all of them to whoever may see projects', async () => {
    const { account, members, projects } = model;
    const mine = await project([members.desk]);
    const seen = async (memberId: string) => (await ask(memberId, listProjects, {})).items.map(({ id }) => id);
    expect(await seen(members.desk)).toEqual([mine]);
    expect(await seen(members.rep)).toEqual([projects.one, projects.two]);
    expect(await seen(account.owner)).toEqual(expect.arrayContaining([mine, projects.one, projects.two]));
    const looker = await account.memberWith({ 'projects:view': true });
    expect(await seen(looker)).toEqual(await seen(account.owner));
    await expect(ask(members.desk, getProject, { projectId: projects.one })).rejects.toMatchObject(unknown);
    for (const act of [
      ask(members.desk, editProject, { projectId: projects.one, name: name() }),
      prove(members.desk, deleteProject, { projectId: projects.one, name: 'One' }),
      prove(members.desk, transferProject, { projectId: projects.one, memberId: members.desk }),
    ])
      await expect(act).rejects.toMatchObject(unknown);
    const pages: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await ask(account.owner, listProjects, { limit: 2, ...(cursor && { cursor }) });
      pages.push(...page.items.map(({ id }) => id));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(pages).toEqual(await seen(account.owner));
  });

  it('has one team by two doors, and off the team nothing is possible (PJ-03 to PJ-08)', async () => {
    const { account, members } = model;
    const projectId = await project();
    const set = await ask(members.boss, setProjectTeam, { projectId, memberIds: [members.rep, members.lead] });
    expect(set.memberCount).toBe(3);
    expect(await may(members.rep, 'dialogs:train', projectId, set.version)).toBe('granted');
    const of = await ask(account.owner, getMemberProjects, { memberId: members.rep });
    expect(of.items.find(({ id }) => id === projectId)).toMatchObject({ onTeam: true, isOwner: false });
    const kept = of.items.filter(({ id, onTeam }) => onTeam && id !== projectId).map(({ id }) => id);
    const off = await ask(account.owner, setMemberProjects, { memberId: members.rep, projectIds: kept });
    expect(await may(members.rep, 'dialogs:train', projectId, off.version)).toBe('not_on_team');
    const team = await ask(members.boss, listProjectTeam, { projectId });
    const onTeam = team.items.filter((row) => row.onTeam).map(({ memberId }) => memberId);
    expect(onTeam.toSorted()).toEqual([members.boss, members.lead].toSorted());
    expect(team.items.map(({ memberId }) => memberId)).toEqual(expect.arrayContaining([members.rep, members.desk]));
    expect(team.items.find(({ isOwner }) => isOwner)?.memberId).toBe(members.boss);
    // Whoever may only look sees who is on it.
    await ask(account.owner, setProjectPermissions, {
      projectId,
      memberId: members.lead,
      grants: { 'project-team:view': true },
    });
    const looked = await ask(members.lead, listProjectTeam, { projectId });
    expect(looked.items.map(({ memberId }) => memberId).toSorted()).toEqual(onTeam.toSorted());
    await expect(ask(members.lead, setProjectTeam, { projectId, memberIds: [] })).rejects.toMatchObject(denied);
  });

  it('has places on its team that end by themselves', async () => {
    const { members } = model;
    const projectId = await project();
    const expiresAt = new Date(Date.now() + 1_500).toISOString();
    const { version } = await ask(members.boss, setProjectTeammate, { projectId, memberId: members.rep, expiresAt });
    const ended = () => may(members.rep, 'dialogs:train', projectId, version);
    await eventually('the place to end', async () => (await ended()) === 'not_on_team' || undefined);
    const past = { projectId, memberId: members.rep, expiresAt: new Date(0).toISOString() };
    await expect(ask(members.boss, setProjectTeammate, past)).rejects.toMatchObject({ code: 'request.invalid' });
    const again = await ask(members.boss, setProjectTeam, { projectId, memberIds: [members.rep] });
    expect(await may(members.rep, 'dialogs:train', projectId, again.version)).toBe('granted');
  });

  it('gets nobody who could then do more in it than whoever puts them there, but by an owner (PJ-12)', async () => {
    const { account, members } = model;
    const projectId = await project([members.lead]);
    const grants = { 'project-team:edit': true } as const;
    await ask(members.boss, setProjectPermissions, { projectId, memberId: members.lead, grants });
    const plain = await account.member([]);
    const both = ask(members.lead, setProjectTeam, { projectId, memberIds: [members.lead, members.rep] });
    await expect(both).rejects.toMatchObject({ code: 'privilege.above-own' });
    await ask(members.lead, setProjectTeam, { projectId, memberIds: [members.lead, plain] });
    await ask(members.boss, setProjectTeam, { projectId, memberIds: [members.lead, plain, members.rep] });
    // Nor does anybody gain something by putting themselves on a team.
    const assigner = await account.memberWith({ 'projects:assign': true, 'dialogs:view': true });
    const own = ask(assigner, setMemberProjects, { memberId: assigner, projectIds: [projectId] });
    await expect(own).rejects.toMatchObject({ code: 'privilege.above-own' });
  });

  it('says for each person what they may do in it; off the team it sleeps, and comes back (PJ-09)', async () => {
    const { members } = model;
    const projectId = await project([members.rep]);
    const place = { projectId, memberId: members.rep };
    const read = async (memberId = members.boss) => {
      const { permissions, ...rest } = await ask(memberId, getProjectPermissions, place);
      const of = (key: string) => permissions.find(({ permission }) => permission === key);
      return { ...rest, train: of('dialogs:train'), view: of('dialogs:view'), configure: of('dialogs:configure') };
    };
    expect(await read()).toMatchObject({
      onTeam: true,
      train: { granted: true, source: 'account' },
      configure: { granted: false, source: 'notGrantable' },
    });
    const taken = await ask(members.boss, setProjectPermissions, { ...place, grants: { 'dialogs:view': true } });
    expect(await may(members.rep, 'dialogs:train', projectId, taken.version)).toBe('exception_deny');
    expect(await may(members.rep, 'dialogs:view', projectId, taken.version)).toBe('granted');
    expect(await read(members.rep)).toMatchObject({ train: { granted: false, source: 'project' } });
    await ask(members.boss, setProjectTeam, { projectId, memberIds: [] });
    expect(await read()).toMatchObject({ onTeam: false, train: { granted: false }, view: { granted: true } });
    const back = await ask(members.boss, setProjectTeam, { projectId, memberIds: [members.rep] });
    expect(await may(members.rep, 'dialogs:train', projectId, back.version)).toBe('exception_deny');
    await expect(ask(members.desk, getProjectPermissions, place)).rejects.toMatchObject(unknown);
    const narrow = { ...place, memberId: members.boss, grants: {} };
    await expect(ask(members.boss, setProjectPermissions, narrow)).rejects.toMatchObject({
      code: 'project-permissions.of-owner',
    });
  });

  it('gets another owner once, however many try, and the former one stays on its team (PJ-13, P8)', async () => {
    const { account, members } = model;
    const projectId = await project();
    const heirs = [members.rep, members.lead, members.admin];
    const owners = () =>
      world.query<{ id: string }>('select owner_member_id as id from projects where id = $1', [projectId]);
    const { told, effects } = await compete({
      attempt: (rival) =>
        prove(account.owner, transferProject, {
          projectId,
          memberId: heirs[rival % heirs.length]!,
          ownerId: members.boss,
        }),
      effects: async () => ((await owners())[0]?.id === members.boss ? 0 : 1),
    });
    expect({ told, effects }).toEqual({ told: 1, effects: 1 });
    const [{ id: owner } = { id: '' }] = await owners();
    const stays = await ask(members.boss, getProject, { projectId });
    expect(stays).toMatchObject({ ownerId: owner, isOwner: false, onTeam: true });
    const late = prove(members.boss, transferProject, { projectId, memberId: members.boss });
    await expect(late).rejects.toMatchObject(denied);
  });

  it('is deleted by its name, with what people were given in it, and its records go where it is said', async () => {
    const { account, members } = model;
    const [projectId, target] = [await project([members.rep]), await project()];
    const { name: typed } = await ask(members.boss, getProject, { projectId });
    await ask(members.boss, setProjectPermissions, { projectId, memberId: members.rep, grants: {} });
    await ask(account.owner, putRecord, { type: 'contacts', id: 'in-project', ownerId: members.rep, projectId });
    const remove = (more: object) => prove(members.boss, deleteProject, { projectId, name: typed, ...more });
    await expect(remove({ name: 'Another' })).rejects.toMatchObject({ code: 'project.name-wrong' });
    await expect(remove({})).rejects.toMatchObject({ code: 'project.has-records', details: { records: 1 } });
    await expect(remove({ moveRecordsTo: model.projects.two })).rejects.toMatchObject(unknown);
    const { version } = await remove({ moveRecordsTo: target });
    expect(await may(members.rep, 'dialogs:train', projectId, version)).toBe('unknown_project');
    const rows = await world.query(`select project_id as id from records where id = 'in-project'`);
    expect(rows).toEqual([{ id: target }]);
    const left = await world.query('select 1 from member_exceptions where project_id = $1', [projectId]);
    expect(left).toEqual([]);
    // The trail tells where the record went, so that nothing differs from it.
    const verified = async () => world.rpc.call(verifyAudit, {}, account.as(account.owner));
    await eventually('the record’s act to be in the trail', async () => {
      const [row] = await world.query<{ n: number }>(
        `select count(*)::int as n from changes where action = 'record.put' and account_id = $1`,
        [account.id],
      );
      return (row?.n ?? 0) > 0 || undefined;
    });
    expect((await verified()).state?.differs ?? []).not.toContainEqual(expect.objectContaining({ kind: 'record' }));
  });
});
