import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  accountChanged,
  askChecks,
  checkStale,
  evaluateAuthzen,
  evaluateAuthzenBatch,
  getSnapshot,
  loadPresets,
  RosterError,
  setMemberRoles,
} from '@roster/contracts';
import type { AccountPolicy } from '@roster/permissions';
import { v7 as uuidv7 } from 'uuid';
import { sayBeat, sealed } from '@roster/client';
import { accessSigner } from '../../../../test/harness/access-keys.js';
import { eventually } from '../../../../test/harness/eventually.js';
import { bearer, startTestGateway, type TestGateway } from '../testing/test-gateway.js';

const presets = loadPresets();
const catalogueHash = presets.catalogue('ortto')?.hash ?? '';
const [editor, admin] = [uuidv7(), uuidv7()];
const grantsOf = (slug: string) => presets.get('ortto')?.systemRoles.find((role) => role.slug === slug)?.grants ?? {};

let test: TestGateway;
let policy: AccountPolicy;
let ada: string;
let ben: string;
let headers: { authorization: string };
let adminHeaders: { authorization: string };
let beating: NodeJS.Timeout;

beforeAll(async () => {
  test = await startTestGateway();
  const accountId = uuidv7();
  [ada, ben] = [uuidv7(), uuidv7()];
  headers = bearer(test.peers.signIn({ accountId, memberId: ada }).token);
  adminHeaders = bearer(test.peers.signIn({ accountId, memberId: ben }).token);
  policy = {
    accountId,
    status: 'active',
    version: 5,
    ownerMemberId: uuidv7(),
    roles: [
      { id: editor, grants: grantsOf('editor') },
      { id: admin, grants: grantsOf('admin') },
    ],
    members: [
      { id: ada, status: 'active', roleIds: [editor] },
      { id: ben, status: 'active', roleIds: [admin] },
    ],
  };
  test.peers.answer(getSnapshot, ({ since }) => {
    const { members, ...account } = policy;
    const head = { found: true, preset: 'ortto', catalogueHash, version: policy.version, next: null };
    return since === policy.version ? { ...head, deltas: [] } : { ...head, account, members: [...members] };
  });
  test.peers.answer(askChecks, ({ checks }) => ({
    results: checks.map(() => ({ allowed: false, reason: 'asked', scope: [], version: 1 })),
  }));
  test.peers.answer(evaluateAuthzen, () => ({ decision: false, context: { reason: 'asked' } }));
  test.peers.answer(evaluateAuthzenBatch, () => ({ evaluations: [{ decision: false, context: { reason: 'asked' } }] }));
  beating = setInterval(
    () => sayBeat(test.peers.connection, { at: Date.now(), presets: '', window: 5_000, versions: {} }, accessSigner),
    100,
  );
  await eventually('the account to be held', async () =>
    (await check({ memberId: ada, permission: 'campaigns:view' })).reason === 'granted' ? true : undefined,
  );
  // Both sessions are known from here on.
  await test.ask('/v1/checks', { headers: adminHeaders, body: { checks: [{ memberId: ben, permission: 'x:y' }] } });
});

afterAll(async () => {
  clearInterval(beating);
  await test.close();
});

/** What an answer holds is the test's to say: a wrong guess fails there. */
// oxlint-disable-next-line typescript/no-explicit-any
type Answer = { status: number; body: any; headers: Record<string, unknown> };
const post = async (path: string, body: unknown, more: Record<string, string> = {}, as = headers) =>
  (await test.ask(path, { headers: { ...as, ...more }, body })) as Answer;
const check = async (asked: object, more: Record<string, string> = {}) =>
  (await post('/v1/checks', { checks: [asked] }, more)).body.results[0];
const entities = (memberId: string, permission: string, more: object = {}) => {
  const [type, name] = permission.split(':');
  return { subject: { type: 'member', id: memberId }, resource: { type, id: '7' }, action: { name }, ...more };
};

describe('a check of an account that is held', () => {
  it('is answered here, with the headers of every answer', async () => {
    const asked = test.peers.times(askChecks);
    const answer = await post(
      '/v1/checks',
      {
        checks: ['campaigns:publish', 'members:invite', 'no:such'].map((permission) => ({ memberId: ada, permission })),
      },
      { 'x-request-id': 'mine-7' },
    );
    expect(answer).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'x-request-id': 'mine-7',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining("default-src 'self'"),
      },
    });
    expect(answer.body.results.map(({ reason }: { reason: string }) => reason)).toEqual([
      'granted',
      'no_grant',
      'unknown_permission',
    ]);
    expect(answer.body.results[0]).toEqual({ allowed: true, reason: 'granted', scope: ['all'], version: 5 });
    expect(test.peers.times(askChecks)).toBe(asked);
  });

  it.each([
    ['an explanation', { explain: true }, {}],
    ['unknown members', { other: 1 }, {}],
    ['a version that is ahead', { atLeast: 9 }, {}],
    ['a version that is ahead, in the header', {}, { 'roster-at-least': '9' }],
    ['properties', { checks: [{ memberId: '', permission: 'x:y' }] }, {}],
  ])('is left to access where it has %s', async (_, body, more) => {
    const asked = test.peers.times(askChecks);
    const checks = [{ memberId: ada, permission: 'campaigns:view' }];
    const answer = await post('/v1/checks', { checks, ...body }, more);
    expect(test.peers.times(askChecks)).toBe(asked + 1);
    if (answer.status === 200) expect(answer.body.results[0].reason).toBe('asked');
  });

  it('is about others only for who may see permissions; access refuses the rest', async () => {
    const about = { checks: [{ memberId: ben, permission: 'campaigns:view' }] };
    const asked = test.peers.times(askChecks);
    expect((await post('/v1/checks', about)).body.results[0].reason).toBe('asked');
    expect(test.peers.times(askChecks)).toBe(asked + 1);
    const byBen = { checks: [{ memberId: ada, permission: 'campaigns:publish' }] };
    expect((await post('/v1/checks', byBen, {}, adminHeaders)).body.results[0].reason).toBe('granted');
    expect(test.peers.times(askChecks)).toBe(asked + 1);
  });

  it('is left to access where the answer may be news, such as that of somebody who has just come in', async () => {
    const answer = await post(
      '/v1/checks',
      { checks: [{ memberId: uuidv7(), permission: 'campaigns:view' }] },
      {},
      adminHeaders,
    );
    expect(answer.body.results[0].reason).toBe('asked');
  });

  it('is refused as everywhere without a session, as text, from elsewhere, and with duplicate keys', async () => {
    const body = { checks: [{ memberId: ada, permission: 'campaigns:view' }] };
    expect((await post('/v1/checks', body, { authorization: 'Bearer nobody' })).status).toBe(401);
    expect((await post('/v1/checks', 'x', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post('/v1/checks', '{"checks":[],"checks":[]}')).body.code).toBe('request.malformed');
    expect((await post('/v1/checks', body, { 'roster-at-least': 'x' })).body.code).toBe('request.invalid');
    expect((await post('/v1/checks?x=1', body)).status).toBe(422);
    expect((await post('/v1/checks', body, { 'roster-account': uuidv7() })).body.code).toBe('session.account-changed');
  });
});

describe('an evaluation of AuthZEN', () => {
  it('is answered here', async () => {
    const asked = test.peers.times(evaluateAuthzen) + test.peers.times(evaluateAuthzenBatch);
    const one = await post('/access/v1/evaluation', entities(ada, 'campaigns:publish', { context: { ip: '::1' } }));
    expect([one.status, one.body]).toEqual([200, { decision: true, context: { reason: 'granted', version: 5 } }]);
    const { subject, ...rest } = entities(ada, 'members:invite');
    const batch = await post('/access/v1/evaluations', {
      subject,
      evaluations: [rest, { resource: { type: 'campaigns', id: '1' }, action: { name: 'view' } }],
    });
    expect(batch.body.evaluations.map(({ decision }: { decision: boolean }) => decision)).toEqual([false, true]);
    expect(test.peers.times(evaluateAuthzen) + test.peers.times(evaluateAuthzenBatch)).toBe(asked);
  });

  it.each([
    ['a name', entities('ada@example.com', 'campaigns:view')],
    ['somebody else', entities('ben', 'campaigns:view')],
    ['no member', { ...entities('ada', 'campaigns:view'), subject: { type: 'robot', id: 'r2' } }],
    ['something unknown', { ...entities('ada', 'campaigns:view'), unknown: 1 }],
    ['NUL', { ...entities('ada', 'campaigns:view'), context: { text: '\0' } }],
  ])('is left to access where it is about %s', async (_, body) => {
    const asked = test.peers.times(evaluateAuthzen);
    const named = JSON.parse(JSON.stringify(body).replace('"ada"', `"${ada}"`).replace('"ben"', `"${ben}"`)) as object;
    await post('/access/v1/evaluation', named);
    expect(test.peers.times(evaluateAuthzen)).toBe(asked + 1);
  });

  it.each([
    ['semantics', { options: { evaluations_semantic: 'deny_on_first_deny' } }],
    ['an evaluation that cannot be read', { evaluations: [{ subject: 7 }] }],
    ['none', { evaluations: [] }],
  ])('of a batch is left to access where it has %s', async (_, more) => {
    const asked = test.peers.times(evaluateAuthzenBatch);
    await post('/access/v1/evaluations', { ...entities(ada, 'campaigns:view'), evaluations: [{}], ...more });
    expect(test.peers.times(evaluateAuthzenBatch)).toBe(asked + 1);
  });
});

describe('what is held', () => {
  const demote = () => {
    policy = {
      ...policy,
      version: policy.version + 1,
      members: policy.members.map((member) => (member.id === ada ? { ...member, roleIds: [] } : member)),
    };
  };

  it('is not used once a write here was answered with a later version, until that is here', async () => {
    test.peers.answer(setMemberRoles, ({ memberId }) => {
      demote();
      return { memberId, roles: [], version: policy.version };
    });
    const put = await test.ask(`/v1/members/${ada}/roles`, { method: 'PUT', headers, body: { roleIds: [] } });
    expect(put.headers['roster-version']).toBe('6');
    expect((await check({ memberId: ada, permission: 'campaigns:view' })).reason).toBe('asked');
    await eventually('the new version', async () =>
      (await check({ memberId: ada, permission: 'campaigns:view' })).version === 6 ? true : undefined,
    );
    expect((await check({ memberId: ada, permission: 'campaigns:view' })).reason).toBe('no_grant');
  });

  it('follows what access says of its changes', async () => {
    const from = policy.version;
    const member = { id: ada, status: 'active', roleIds: [editor] } as const;
    policy = { ...policy, version: from + 1, members: policy.members.map((each) => (each.id === ada ? member : each)) };
    const delta = { accountId: policy.accountId, from, version: from + 1, members: { set: [member] } };
    const change = { preset: 'ortto', catalogueHash, from, version: from + 1, delta };
    const { seal } = sealed({ ...change, accountId: policy.accountId }, '', accessSigner);
    const data = { ...change, seal };
    const envelope = { type: accountChanged.subject, accountid: policy.accountId, data };
    test.peers.connection.publish(accountChanged.subject, JSON.stringify(envelope));
    const view = await eventually('the change', async () => {
      const decision = await check({ memberId: ada, permission: 'campaigns:view' });
      return decision.version === from + 1 ? decision : undefined;
    });
    expect(view.reason).toBe('granted');
  });

  it('is not used once nothing is heard of access any more', async () => {
    clearInterval(beating);
    test.peers.answer(getSnapshot, () => {
      throw new RosterError(checkStale);
    });
    await eventually('the bound to pass', async () =>
      (await check({ memberId: ada, permission: 'campaigns:view' })).reason === 'asked' ? true : undefined,
    );
  });
});
