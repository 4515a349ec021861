import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DecisionPointUnderTest } from './pdp.js';

/**
 * The certification scenario of the AuthZEN Authorization API 1.0, request by request, by its own numbers. The product
 * is `test/presets/certification.json`. The scenario's ids stand where a member's address does.
 */
let pdp: DecisionPointUnderTest;

beforeAll(async () => {
  pdp = await DecisionPointUnderTest.open('certification');
  await pdp.account.member(['user'], { email: 'alice' });
  await pdp.account.member(['admin'], { email: 'bob' });
  await pdp.register('record', 'record-1', { ownerId: null, properties: { status: 'active' } });
  await pdp.register('record', 'record-2', { ownerId: null, properties: { status: 'archived' } });
});
afterAll(() => pdp.close());

const alice = { type: 'user', id: 'alice' };
const bob = { type: 'user', id: 'bob' };
const admin = { ...bob, properties: { role: 'admin' } };
const read = { name: 'read' };
const write = { name: 'write' };
const remove = (soft: boolean) => ({ name: 'delete', properties: { soft } });
const record1 = { type: 'record', id: 'record-1' };
const record2 = { type: 'record', id: 'record-2' };
const active1 = { ...record1, properties: { status: 'active' } };
const archived2 = { ...record2, properties: { status: 'archived' } };
const context = { time: '2025-06-27T18:03-07:00', ip: '192.168.1.1' };
const users = { type: 'user' };

const EVALUATION = '/access/v1/evaluation';
const EVALUATIONS = '/access/v1/evaluations';
const search = (what: 'subject' | 'resource' | 'action') => `/access/v1/search/${what}`;

async function decision(body: object): Promise<unknown> {
  const answer = await pdp.post(EVALUATION, body);
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toMatch(/^application\/json/);
  return (answer.body as { decision: unknown }).decision;
}

async function decisions(body: object): Promise<unknown[]> {
  const answer = await pdp.post(EVALUATIONS, body);
  expect(answer).toMatchObject({ status: 200, body: { evaluations: expect.any(Array) } });
  expect(answer.body).not.toHaveProperty('decision');
  return (answer.body as { evaluations: { decision: unknown }[] }).evaluations.map((item) => item.decision);
}

interface Found {
  results: { type?: string; id?: string; name?: string }[];
  page: { next_token: string; count: number };
}

async function found(what: 'subject' | 'resource' | 'action', body: object): Promise<Found> {
  const answer = await pdp.post(search(what), body);
  expect(answer.status).toBe(200);
  return answer.body as Found;
}

const ids = async (...asked: Parameters<typeof found>) => (await found(...asked)).results.map(({ id }) => id);
const names = async (body: object) => (await found('action', body)).results.map(({ name }) => name);

describe('Basic', () => {
  it.each([
    ['2.2.1', true, { subject: alice, action: read, resource: record1 }],
    ['2.2.2', false, { subject: bob, action: write, resource: record1 }],
    ['2.2.3', true, { subject: alice, action: read, resource: record1, context }],
    ['2.2.4', false, { subject: alice, action: write, resource: archived2 }],
    ['2.2.5', true, { subject: admin, action: write, resource: archived2 }],
    ['2.2.6', true, { subject: alice, action: remove(true), resource: record1 }],
    ['2.2.7', false, { subject: alice, action: remove(false), resource: record1 }],
    [
      '2.2.8',
      true,
      {
        subject: { ...alice, properties: { department: 'Sales', role: 'manager' } },
        action: { ...read, properties: { method: 'GET' } },
        resource: { ...record1, properties: { status: 'active', owner: 'bob' } },
      },
    ],
    ['2.2.9', true, { subject: alice, action: read, resource: record1, foo: 'bar', futureField: { nested: true } }],
    ['1.4 rule 2', true, { subject: alice, action: write, resource: record1 }],
    ['1.4 rule 3', true, { subject: bob, action: read, resource: record1 }],
  ])('%s: %s', async (_, expected, body) => {
    await expect(decision(body)).resolves.toBe(expected);
    await expect(decision({ ...body, context })).resolves.toBe(expected);
  });

  it('takes what is registered where nothing is sent, what is sent before it, and never what is said of the subject', async () => {
    await expect(decision({ subject: alice, action: write, resource: record2 })).resolves.toBe(false);
    await expect(decision({ subject: bob, action: write, resource: record2 })).resolves.toBe(true);
    const restored = { ...record2, properties: { status: 'active' } };
    await expect(decision({ subject: alice, action: write, resource: restored })).resolves.toBe(true);
    const forged = { ...alice, properties: { role: 'admin' } };
    await expect(decision({ subject: forged, action: write, resource: archived2 })).resolves.toBe(false);
  });

  it.each([
    ['2.4.1', { action: read, resource: record1 }],
    ['2.4.1', { subject: alice, resource: record1 }],
    ['2.4.1', { subject: alice, action: read }],
    ['2.4.2', { subject: { id: 'alice' }, action: read, resource: record1 }],
    ['2.4.2', { subject: { type: 'user' }, action: read, resource: record1 }],
    ['2.4.2', { subject: alice, action: {}, resource: record1 }],
    ['2.4.2', { subject: alice, action: read, resource: { id: 'record-1' } }],
    ['2.4.2', { subject: alice, action: read, resource: { type: 'record' } }],
    ['2.4.5', {}],
    ['2.4.6', { subject: 'alice', action: read, resource: record1 }],
    ['2.4.6', { subject: alice, action: { name: 123 }, resource: record1 }],
  ])('%s: %j is a bad request', async (_, body) => {
    for (const path of [EVALUATION, EVALUATIONS]) expect((await pdp.post(path, body)).status).toBe(400);
  });

  it('2.4.3 to 2.5: refuses what is no JSON, and gives the request’s name back', async () => {
    const authorization = `Bearer ${pdp.tokenOf(pdp.account.owner)}`;
    const good = { subject: alice, action: read, resource: record1 };
    const send = (headers: Record<string, string>, body: unknown) =>
      pdp.send(EVALUATION, { method: 'POST', headers: { authorization, ...headers }, body });
    expect((await send({ 'content-type': 'text/plain' }, JSON.stringify(good))).status).toBe(400);
    expect((await send({}, '{"subject":')).status).toBe(400);
    expect((await send({}, '')).status).toBe(400);
    expect(await send({ 'x-request-id': 'bfe9eb29 (mine)' }, good)).toMatchObject({
      status: 200,
      headers: { 'x-request-id': 'bfe9eb29 (mine)' },
    });
    expect((await send({}, good)).headers['x-request-id']).toEqual(expect.any(String));
    expect((await pdp.send(EVALUATION, { method: 'POST', body: good })).status).toBe(401);
  });

  it('2.6: says the same however often it is asked', async () => {
    const asked = { subject: alice, action: write, resource: record2 };
    const answers = await Promise.all(Array.from({ length: 10 }, () => decision(asked)));
    expect(answers).toEqual(Array.from({ length: 10 }, () => false));
  });
});

describe('Batch', () => {
  it.each([
    [
      '3.2.1',
      [true, true],
      { subject: alice, action: read, evaluations: [{ resource: record1 }, { resource: record2 }] },
    ],
    ['3.2.2', [true, false], { subject: bob, resource: record1, evaluations: [{ action: read }, { action: write }] }],
    [
      '3.2.3',
      [true, false],
      { subject: alice, action: write, evaluations: [{ resource: active1 }, { resource: archived2 }] },
    ],
    [
      '3.2.4',
      [false, true],
      { action: write, resource: archived2, evaluations: [{ subject: alice }, { subject: admin }] },
    ],
    [
      '3.2.5',
      [true, false],
      {
        evaluations: [
          { subject: alice, action: read, resource: record1 },
          { subject: bob, action: write, resource: record1 },
        ],
      },
    ],
    [
      '3.2.6',
      [true, true],
      {
        subject: alice,
        action: read,
        context,
        evaluations: [{ resource: record1 }, { resource: record2, context: { source: 'batch-override' } }],
      },
    ],
    [
      '3.2.7',
      [true, false],
      {
        subject: alice,
        action: write,
        resource: { type: 'record' },
        evaluations: [{ resource: { id: 'record-1', properties: { status: 'active' } } }, { resource: archived2 }],
      },
    ],
    ['3.4.1', [true, false], { subject: alice, action: read, evaluations: [{ resource: record1 }, {}] }],
  ])('%s: %j', async (_, expected, body) => {
    await expect(decisions(body)).resolves.toEqual(expected);
  });

  it.each([undefined, []])('3.4.2 and 3.4.3: with the evaluations %j it is a single one', async (evaluations) => {
    const single = { subject: alice, action: read, resource: record1 };
    const answer = await pdp.post(EVALUATIONS, { ...single, evaluations });
    expect(answer).toMatchObject({ status: 200, body: { decision: true } });
    expect(answer.body).not.toHaveProperty('evaluations');
  });

  it.each([
    ['execute_all', [true, false, true]],
    ['deny_on_first_deny', [true, false]],
    ['permit_on_first_permit', [true]],
  ])('has the semantic %s', async (evaluations_semantic, expected) => {
    const evaluations = [{ action: read }, { action: remove(false) }, { action: remove(true) }];
    const batch = { subject: alice, resource: record1, evaluations };
    await expect(decisions({ ...batch, options: { evaluations_semantic, another_option: 'value' } })).resolves.toEqual(
      expected,
    );
  });

  it('takes an evaluation that cannot be read for a denial, and says why', async () => {
    const evaluations = [{ resource: 'record-1' }, null, { resource: record1 }];
    const body = { subject: alice, action: read, evaluations };
    const { evaluations: answers } = (await pdp.post(EVALUATIONS, body)).body as {
      evaluations: { decision: boolean; context: unknown }[];
    };
    expect(answers.map((answer) => answer.decision)).toEqual([false, false, true]);
    expect(answers[0]?.context).toEqual({ error: { status: 400, message: 'resource must be an object' } });
    await expect(decisions({ ...body, options: { evaluations_semantic: 'deny_on_first_deny' } })).resolves.toEqual([
      false,
    ]);
  });

  it.each([
    { evaluations: 'all' },
    { evaluations: [{}], subject: 'alice' },
    { evaluations: [{}], options: { evaluations_semantic: 'first' } },
    { evaluations: Array.from({ length: 1_001 }, () => ({})) },
  ])('refuses a batch that cannot be read as a whole', async (body) => {
    expect((await pdp.post(EVALUATIONS, body)).status).toBe(400);
  });
});

describe('Search', () => {
  it('4.2: finds subjects', async () => {
    await expect(ids('subject', { subject: users, action: read, resource: record1 })).resolves.toEqual(
      expect.arrayContaining(['alice', 'bob']),
    );
    const writers = await ids('subject', { subject: users, action: write, resource: archived2, context });
    expect(writers).toContain('bob');
    expect(writers).not.toContain('alice');
    const ignored = { subject: alice, action: read, resource: record1 };
    await expect(ids('subject', ignored)).resolves.toEqual(expect.arrayContaining(['alice', 'bob']));
  });

  it('4.3: finds resources', async () => {
    const records = { type: 'record' };
    await expect(ids('resource', { subject: alice, action: read, resource: records })).resolves.toEqual([
      'record-1',
      'record-2',
    ]);
    await expect(ids('resource', { subject: alice, action: write, resource: records })).resolves.toEqual(['record-1']);
    await expect(ids('resource', { subject: admin, action: write, resource: record1 })).resolves.toEqual(['record-2']);
    const archived = { ...records, properties: { status: 'archived' } };
    await expect(ids('resource', { subject: alice, action: read, resource: archived })).resolves.toEqual(['record-2']);
    await expect(ids('resource', { subject: alice, action: write, resource: archived })).resolves.toEqual([]);
    await expect(ids('resource', { subject: bob, action: write, resource: archived })).resolves.toEqual(['record-2']);
  });

  it('4.4: finds actions, by the names that they are asked about under', async () => {
    await expect(names({ subject: alice, resource: record1 })).resolves.toEqual(['read', 'write']);
    await expect(names({ subject: admin, resource: archived2, context })).resolves.toEqual(['read', 'write']);
    await expect(names({ subject: bob, resource: record1 })).resolves.toEqual(['read']);
  });

  it('4.5: goes from page to page', async () => {
    const body = { subject: users, action: read, resource: record1 };
    const all = await ids('subject', body);
    const seen: unknown[] = [];
    let page = await found('subject', { ...body, page: { limit: 1 } });
    for (;;) {
      expect(page.page).toEqual({ next_token: expect.any(String), count: page.results.length });
      seen.push(...page.results.map(({ id }) => id));
      if (page.page.next_token === '') break;
      expect(page.results).toHaveLength(1);
      page = await found('subject', { ...body, page: { token: page.page.next_token } });
    }
    expect(seen).toEqual(all);
    expect(all.length).toBeGreaterThanOrEqual(3);
  });

  it.each([
    ['action', { subject: { type: 'user', id: 'nonexistent-user' }, resource: record1 }],
    ['resource', { subject: { type: 'user', id: 'nonexistent-user' }, action: read, resource: record1 }],
    ['resource', { subject: alice, action: read, resource: { type: 'spaceship' } }],
    ['resource', { subject: alice, action: { name: 'fly' }, resource: { type: 'record' } }],
    ['subject', { subject: { type: 'spaceship' }, action: read, resource: record1 }],
    ['subject', { subject: users, action: read, resource: { type: 'spaceship', id: '1' } }],
    ['action', { subject: alice, resource: { type: 'spaceship', id: '1' } }],
    ['action', { subject: { type: 'spaceship', id: 'alice' }, resource: record1 }],
  ] as const)('4.6: finds no %s for %j', async (what, body) => {
    await expect(found(what, body)).resolves.toEqual({ results: [], page: { next_token: '', count: 0 } });
  });

  it.each([
    ['subject', { subject: users, resource: record1 }],
    ['subject', { subject: users, action: read, resource: { type: 'record' } }],
    ['resource', { action: read, resource: { type: 'record' } }],
    ['resource', { subject: users, action: read, resource: { type: 'record' } }],
    ['action', { subject: alice }],
    ['action', { subject: users, resource: record1 }],
    ['action', { subject: alice, resource: record1, page: { limit: -1 } }],
    ['action', { subject: alice, resource: record1, page: { token: 'mine' } }],
  ] as const)('4.7: refuses to look for a %s by %j', async (what, body) => {
    expect((await pdp.post(search(what), body)).status).toBe(400);
  });
});

describe('Discovery', () => {
  it('6: names every endpoint that there is', async () => {
    const answer = await pdp.send('/.well-known/authzen-configuration', {});
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    const { policy_decision_point: base, ...endpoints } = answer.body as Record<string, string>;
    expect(Object.values(endpoints).map((url) => url.slice(base?.length))).toEqual([
      EVALUATION,
      EVALUATIONS,
      search('subject'),
      search('resource'),
      search('action'),
    ]);
  });
});
