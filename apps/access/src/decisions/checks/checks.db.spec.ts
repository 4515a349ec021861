import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  askChecks,
  evaluateAuthzen,
  evaluateCheck,
  evaluateChecks,
  setMemberRoles,
  type AuthzenEvaluation,
  type RosterError,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';

let world: AccessWorld;
let account: AccountDouble;
let editor: string;
let reader: string;

beforeAll(async () => {
  world = await AccessWorld.create();
  account = await world.account();
  editor = await account.member(['editor'], { email: 'ed@example.com' });
  reader = await account.member(['read-only']);
});
afterAll(() => world.close());

const check = (accountId: string, memberId: string, permission: string) =>
  world.rpc.call(evaluateCheck, { accountId, memberId, permission });

const ask = (memberId: string, permission = 'campaigns:edit') => ({ memberId, permission });

describe('A check', () => {
  it('about something that is not known is a denial with a reason', async () => {
    await expect(check(uuidv7(), editor, 'campaigns:edit')).resolves.toEqual({
      allowed: false,
      reason: 'unknown_account',
      scope: [],
      version: 0,
    });
    await expect(check('no id', editor, 'campaigns:edit')).resolves.toMatchObject({ reason: 'unknown_account' });
    await expect(check(account.id, 'no id', 'campaigns:edit')).resolves.toMatchObject({ reason: 'unknown_member' });
    await expect(check(account.id, uuidv7(), 'x')).resolves.toMatchObject({ reason: 'unknown_member' });
    await expect(check(account.id, editor, 'campaigns:fly')).resolves.toMatchObject({ reason: 'unknown_permission' });
  });

  it('is about the account in its body, whatever the headers say, and only that account', async () => {
    const other = await world.account();
    const question = { accountId: account.id, ...ask(editor) };
    await expect(world.rpc.call(evaluateCheck, question, other.as(other.owner))).resolves.toMatchObject({
      allowed: true,
    });
    const foreign = { accountId: other.id, ...ask(editor) };
    await expect(world.rpc.call(evaluateCheck, foreign, account.as(editor))).resolves.toMatchObject({
      reason: 'unknown_member',
    });
  });

  it('explains itself on request', async () => {
    const { trace } = await world.rpc.call(evaluateCheck, { accountId: account.id, ...ask(editor), explain: true });
    expect(trace?.map(({ step, outcome }) => `${step} ${outcome}`).join(', ')).toBe(
      '1 passed, 2 passed, 3 passed, 4 passed, 5 passed, 6 passed, 7 passed, 8 granted',
    );
    expect(trace?.[6]?.detail).toBe(`role Editor (${account.role('editor')}): all`);
  });

  it('can be explained for at most a hundred questions at once', async () => {
    const checks = Array.from({ length: 101 }, () => ask(editor));
    const some = { accountId: account.id, checks: checks.slice(1), explain: true };
    const { results } = await world.rpc.call(evaluateChecks, some);
    expect(results.filter(({ trace }) => trace)).toHaveLength(100);
    const refused = { code: 'request.invalid', details: { errors: [expect.objectContaining({ path: 'explain' })] } };
    await expect(world.rpc.call(evaluateChecks, { ...some, checks })).rejects.toMatchObject(refused);
    await expect(world.rpc.call(askChecks, { checks, explain: true }, account.as(editor))).rejects.toMatchObject(
      refused,
    );
    await expect(world.rpc.call(askChecks, { checks }, account.as(editor))).resolves.toBeDefined();
  });

  it('of many questions is answered in their order, from one version', async () => {
    const checks = [ask(editor), ask(reader), ask(account.owner), ask(uuidv7())];
    const { results } = await world.rpc.call(evaluateChecks, { accountId: account.id, checks });
    expect(results.map(({ reason }) => reason)).toEqual(['granted', 'no_grant', 'account_owner', 'unknown_member']);
    expect(new Set(results.map(({ version }) => version)).size).toBe(1);
  });
});

describe('Freshness', () => {
  it('answers from a version that exists, and refuses one that does not come', async () => {
    const version = await account.version();
    await expect(account.check(editor, 'campaigns:edit', version)).resolves.toMatchObject({ version });
    await expect(account.check(editor, 'campaigns:edit', version + 1)).rejects.toMatchObject({
      code: 'check.stale',
      details: { retryAfter: 1 },
    });
  });

  it('waits for a version that is about to come', async () => {
    const version = await account.version();
    const waiting = account.check(reader, 'campaigns:edit', version + 1);
    await account.setRoles(account.owner, reader, ['contributor']);
    await expect(waiting).resolves.toMatchObject({ allowed: true, version: version + 1 });
    await account.setRoles(account.owner, reader, ['read-only']);
  });

  it('can be asked for in AuthZEN too', async () => {
    const version = await account.version();
    const evaluate = (atLeast: number) => {
      const subject = { type: 'member', id: editor };
      const evaluation = { subject, resource: { type: 'campaigns', id: '1' }, action: { name: 'edit' }, atLeast };
      return world.rpc.call(evaluateAuthzen, evaluation, account.as(editor));
    };
    await expect(evaluate(version)).resolves.toMatchObject({ decision: true, context: { version } });
    await expect(evaluate(version + 1)).rejects.toMatchObject({ code: 'check.stale' });
  });

  it('holds on every replica: no answer is older than the version that was asked for', async () => {
    await world.addReplica();
    const clients = [
      world.rpc,
      new RpcClient(await world.connect('gateway')),
      new RpcClient(await world.connect('billing')),
    ];
    for (let round = 0; round < 20; round += 1) {
      const slug = round % 2 === 0 ? 'read-only' : 'editor';
      const { version } = await account.setRoles(account.owner, editor, [slug]);
      const answers = await Promise.all(
        clients.flatMap((rpc) =>
          [1, 2, 3].map(() => rpc.call(evaluateCheck, { accountId: account.id, ...ask(editor), atLeast: version })),
        ),
      );
      for (const answer of answers) expect(answer).toMatchObject({ allowed: slug === 'editor', version });
    }
  });

  it('includes each of 50 concurrent writes at once, and versions never go back', async () => {
    const members: string[] = [];
    for (let count = 0; count < 50; count += 1) members.push(await account.member(['editor']));
    const [row] = await world.query<{ version: number }>('select version::int from accounts where id = $1', [
      account.id,
    ]);
    const before = row?.version ?? 0;
    const roleIds = [account.role('contributor')];
    const seen: number[] = [];
    const writing = new AbortController();
    const reading = (async () => {
      while (!writing.signal.aborted) {
        // While 50 writes wait for one lock, an answer may come too late. Then it is a refusal, never an older answer.
        const asked = account.check(account.owner, 'self:view', seen.at(-1));
        const answer = await asked.catch((error: RosterError) =>
          expect(['check.stale', 'service.unavailable', 'service.timeout']).toContain(error.code),
        );
        if (answer) seen.push(answer.version);
      }
    })();
    const answers = await Promise.all(
      members.map((memberId) => world.rpc.call(setMemberRoles, { memberId, roleIds }, account.as(account.owner))),
    ).finally(async () => {
      // Stop also where a write fails: a reader that never ends would keep this worker busy after the test.
      writing.abort();
      await reading;
    });
    const versions = answers.map(({ version }) => version).toSorted((a, b) => a - b);
    expect(versions).toEqual(members.map((_, index) => before + 1 + index));
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    const last = account.check(account.owner, 'self:view', before + 50);
    await expect(last).resolves.toMatchObject({ version: before + 50 });
  });
});

describe('Asking as a person', () => {
  it('is always allowed about oneself, and takes permissions:view about others', async () => {
    const others = { checks: [ask(reader), ask(editor)] };
    await expect(world.rpc.call(askChecks, { checks: [ask(reader)] }, account.as(reader))).resolves.toMatchObject({
      results: [{ reason: 'no_grant' }],
    });
    await expect(world.rpc.call(askChecks, others, account.as(reader))).rejects.toMatchObject({
      code: 'permission.denied',
      details: { permission: 'permissions:view', reason: 'no_grant' },
    });
    await expect(world.rpc.call(askChecks, others, account.as(account.owner))).resolves.toMatchObject({
      results: [{ reason: 'no_grant' }, { allowed: true }],
    });
    await expect(world.rpc.call(askChecks, others)).rejects.toMatchObject({ code: 'session.required' });
  });

  it('has the same answers in AuthZEN', async () => {
    const evaluate = (subject: AuthzenEvaluation['subject'], action: string, as = account.owner, type = 'campaigns') =>
      world.rpc.call(
        evaluateAuthzen,
        { subject, resource: { type, id: '1' }, action: { name: action } },
        account.as(as),
      );
    const version = await account.version();

    await expect(evaluate({ type: 'member', id: editor }, 'edit', editor)).resolves.toEqual({
      decision: true,
      context: { reason: 'granted', version },
    });
    await expect(evaluate({ type: 'user', id: 'Ed@example.com' }, 'export')).resolves.toEqual({
      decision: false,
      context: { reason: 'no_grant', version },
    });
    const nobody = evaluate({ type: 'user', id: 'nobody@example.com' }, 'edit');
    await expect(nobody).resolves.toMatchObject({ decision: false, context: { reason: 'unknown_member' } });
    await expect(evaluate({ type: 'robot', id: editor }, 'edit')).resolves.toMatchObject({ decision: false });
    await expect(evaluate({ type: 'member', id: editor }, 'fly')).resolves.toMatchObject({ decision: false });
    await expect(evaluate({ type: 'member', id: editor }, 'edit', account.owner, 'rockets')).resolves.toMatchObject({
      decision: false,
      context: { reason: 'unknown_permission' },
    });
    const denied = expect.objectContaining({ code: 'permission.denied' });
    await expect(evaluate({ type: 'member', id: editor }, 'edit', reader)).rejects.toEqual(denied);
    await expect(evaluate({ type: 'user', id: 'nobody@example.com' }, 'edit', reader)).rejects.toEqual(denied);
  });
});
