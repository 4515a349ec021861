import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkOwnProject, projectNotFound } from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { AccessWorld } from '../../../../../test/access/access-world.js';
import { modelAccount, type ModelAccount } from '../../../../../test/access/model-account.js';

describe('a project of one’s own', () => {
  let world: AccessWorld;
  let model: ModelAccount;

  beforeAll(async () => {
    world = await AccessWorld.create();
    model = await modelAccount(world);
  });
  afterAll(() => world.close());

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
    const unknown = { code: projectNotFound.code };
    await expect(check(members.desk, projects.one)).rejects.toMatchObject(unknown);
    await expect(check(members.boss, projects.two)).rejects.toMatchObject(unknown);
    await expect(check(members.rep, uuidv7())).rejects.toMatchObject(unknown);
    const other = await world.account();
    await expect(
      world.rpc.call(checkOwnProject, { projectId: projects.one }, other.as(other.owner)),
    ).rejects.toMatchObject(unknown);
  });
});
