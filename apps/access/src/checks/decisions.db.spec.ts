import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { evaluateCheck } from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { AccessWorld, type AccountDouble } from '../../../../test/access/access-world.js';
import type { DecisionCase, DecisionSuite } from '../../../../test/decisions/decision-case.js';
import { orttoDecisions, orttoSuspended } from '../../../../test/decisions/ortto.cases.js';

let world: AccessWorld;

beforeAll(async () => {
  world = await AccessWorld.create();
});
afterAll(() => world.close());

/** The suite's account, built as identity and its people would; resolves with it and the ids of its names. */
async function build({ account: { status, owner, members } }: DecisionSuite) {
  const account = await world.account();
  const ids = new Map([[owner, account.owner]]);
  for (const [name, member] of Object.entries(members)) {
    if (name === owner) continue;
    ids.set(name, await account.member([...member.roles], { status: member.status, revision: 2 }));
  }
  const closed = { ...account.state, status, revision: 2 };
  await world.applyAccount(closed);
  return { account, ids };
}

describe.each([orttoDecisions, orttoSuspended])('Decisions over the bus: $name', (suite) => {
  let account: AccountDouble;
  let ids: Map<string, string>;

  beforeAll(async () => {
    ({ account, ids } = await build(suite));
  });

  const idOf = (name: string) => ids.get(name) ?? uuidv7();

  const questionOf = ({ ask: { member, permission, project, record } }: DecisionCase) => ({
    accountId: account.id,
    memberId: idOf(member),
    permission,
    ...(project && { projectId: project }),
    ...(record && {
      record: {
        type: record.type,
        ...(record.id && { id: record.id }),
        ...(record.owner !== undefined && { ownerId: record.owner && idOf(record.owner) }),
      },
    }),
  });

  it.each(suite.cases)('$title', async (decisionCase) => {
    const answer = await world.rpc.call(evaluateCheck, questionOf(decisionCase));
    expect(answer).toEqual({ ...decisionCase.want, version: expect.any(Number) });
  });
});
