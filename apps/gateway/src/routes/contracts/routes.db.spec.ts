import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  askChecks,
  evaluateAuthzen,
  exportAudit,
  exportMembers,
  getMember,
  getMyPermissions,
  getRole,
  inviteMembers,
  listMembers,
  listRoles,
  permissionDenied,
  putRecord,
  revokeMember,
  RosterError,
  seatLimitReached,
  setMemberRoles,
  verifyEmail,
  withdrawInvitation,
  type Member,
  type MemberRow,
} from '@roster/contracts';
import { leastOf } from '../../../../../test/harness/minimal-answer.js';
import type { Seen } from '../../testing/peers.js';
import { bearer, startTestGateway, type TestGateway } from '../../testing/test-gateway.js';

let test: TestGateway;
let headers: { authorization: string };

beforeAll(async () => {
  test = await startTestGateway();
  headers = bearer(test.peers.signIn().token);
});

afterAll(() => test.close());

const id = '019a0000-0000-7000-8000-000000000001';

describe('a call', () => {
  it('carries who asks, in which account, what tells this request from others, and how fresh decisions must be', async () => {
    const { token, session } = test.peers.signIn();
    let seen: Seen | undefined;
    test.peers.answer(listMembers, (_, by) => {
      seen = by;
      return { items: [], nextCursor: null };
    });
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const answer = await test.ask('/v1/members', {
      headers: { ...bearer(token), 'x-request-id': 'mine-1', traceparent, 'roster-at-least': '7' },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers['x-request-id']).toBe('mine-1');
    const { kind, memberId, userId, sessionId, authenticatedAt, accountId } = session;
    expect(seen).toEqual({
      requestId: 'mine-1',
      accountId,
      actor: { kind, memberId, userId, sessionId, authenticatedAt },
      idempotencyKey: undefined,
      traceparent,
      atLeast: '7',
      client: { address: '127.0.0.1' },
    });
    const malformed = await test.ask('/v1/members', { headers: { ...bearer(token), 'roster-at-least': 'soon' } });
    expect(malformed).toMatchObject({ status: 422, body: { errors: [{ path: 'Roster-At-Least' }] } });
  });

  it('gets a request id of ours where the given one is not fit to be logged', async () => {
    const answer = await test.ask('/health/live', { headers: { 'x-request-id': 'a b\u00e9' } });
    expect(answer.headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
  });

  it('passes an idempotency key on, and leaves one that is none to the service to refuse, after the permission', async () => {
    let key: string | undefined;
    test.peers.answer(inviteMembers, (_, seen) => {
      key = seen.idempotencyKey;
      return { invitations: [] };
    });
    const send = (given: string) =>
      test.ask('/v1/invitations', {
        headers: { ...headers, 'idempotency-key': given },
        body: { emails: ['a@example.com'], roleIds: [] },
      });
    expect((await send('k-1')).status).toBe(201);
    expect(key).toBe('k-1');
    await send('x'.repeat(200));
    expect(key).toBe('x'.repeat(200));
    for (const bad of ['a b', 'a\tb', '\u00a0k', 'x'.repeat(201), 'x'.repeat(2_000), '']) {
      key = undefined;
      expect((await send(bad)).status).toBe(201);
      expect(key).toMatch(/^(?:x{201}|.*\ufffd.*)$/);
    }
  });

  it('carries no idempotency key where none has an effect', async () => {
    const keys: (string | undefined)[] = [];
    test.peers.answer(askChecks, (_, { idempotencyKey }) => {
      keys.push(idempotencyKey);
      return { results: [] };
    });
    test.peers.answer(listMembers, (_, { idempotencyKey }) => {
      keys.push(idempotencyKey);
      return { items: [], nextCursor: null };
    });
    const keyed = { ...headers, 'idempotency-key': 'a b' };
    const checks = [{ memberId: id, permission: 'members:view' }];
    expect((await test.ask('/v1/checks', { headers: keyed, body: { checks } })).status).toBe(200);
    expect((await test.ask('/v1/members', { headers: keyed })).status).toBe(200);
    expect(keys).toEqual([undefined, undefined]);
  });

  it('forwards repeated filters, and leaves unknown ones to the service to refuse', async () => {
    let query: unknown;
    test.peers.answer(listMembers, (input) => {
      query = input;
      return { items: [], nextCursor: null };
    });
    await test.ask('/v1/members?status=active&status=invited&limit=2', { headers });
    expect(query).toEqual({ status: ['active', 'invited'], limit: 2 });
    expect(await test.ask('/v1/members?accountId=x', { headers })).toMatchObject({
      status: 422,
      body: { code: 'request.invalid', errors: [{ path: 'accountId' }] },
    });
  });

  it('takes ids from the path: a malformed one is an unknown one, one in the body is refused', async () => {
    let asked: unknown;
    test.peers.answer(getMember, ({ memberId }) => {
      asked = memberId;
      return {};
    });
    await test.ask(`/v1/members/${id}`, { headers });
    expect(asked).toBe(id);
    await test.ask('/v1/members/not-an-id', { headers });
    expect(asked).toBe('00000000-0000-0000-0000-000000000000');
    const body = { memberId: id, roleIds: [] };
    expect(await test.ask(`/v1/members/${id}/roles`, { method: 'PUT', headers, body })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'body.memberId' }] },
    });
  });
});

describe('names of other systems', () => {
  it('are taken from the path as they are, where ids of ours would have to be ids', async () => {
    let asked: unknown;
    test.peers.answer(putRecord, (input) => {
      asked = input;
      return { id: 'a b/c' };
    });
    const body = { ownerId: null };
    const path = '/v1/records/contacts/a%20b%2Fc';
    expect((await test.ask(path, { method: 'PUT', headers, body })).status).toBe(200);
    expect(asked).toMatchObject({ type: 'contacts', id: 'a b/c', ownerId: null });
    const forged = { ...body, id: 'another', type: 'deals' };
    expect(await test.ask(path, { method: 'PUT', headers, body: forged })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'body.id' }, { path: 'body.type' }] },
    });
  });
});

describe('an export', () => {
  const entry = (version: number, name: string) => ({
    version,
    at: '2026-11-23T00:00:00.000Z',
    actor: { kind: 'member' as const, id, name, email: '+ada@example.com' },
    action: 'role.created',
    target: { type: 'role', id, name: '@SUM(A1)' },
    summary: `${name} created the role`,
    step: 0,
    parts: [],
    address: null,
    userAgent: '=A1',
    requestId: '\t1',
    hash: 'h',
  });

  it('is lines of text, all pages of them, in which nothing is a formula (S61)', async () => {
    const cursors: (string | undefined)[] = [];
    test.peers.answer(exportAudit, ({ cursor, actor }) => {
      cursors.push(cursor);
      expect(actor).toEqual([id]);
      if (cursor) return { items: [entry(1, '-2+3')], nextCursor: null };
      return { items: [entry(3, '=cmd|/C calc'), entry(2, 'Ada, "the" Countess')], nextCursor: 'next' };
    });
    const answer = await test.ask(`/v1/audit.csv?actor=${id}`, { headers });
    expect(answer).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': 'attachment; filename="audit.csv"',
      },
    });
    expect(cursors).toEqual([undefined, 'next']);
    const [header, ...lines] = answer.text.split('\r\n');
    expect(header).toMatch(/^\ufeffversion,step,at,actorKind,actorId,/);
    expect(lines.map((line) => line.slice(0, 2))).toEqual(['3,', '2,', '1,', '']);
    for (const line of lines.slice(0, 3)) expect(line).not.toMatch(/(?:^|,)"?[=+\-@\t]/);
    expect(lines[0]).toContain(`,'=cmd|/C calc,'+ada@example.com,`);
    expect(lines[1]).toContain('"Ada, ""the"" Countess"');
  });

  it('of the members has the same filters as their list, and no formula either (S61)', async () => {
    const role = { id, name: '=1+1' };
    test.peers.answer(exportMembers, ({ cursor, q, status }) => {
      expect({ q, status }).toEqual({ q: 'ada', status: ['active'] });
      const row = leastOf('MemberRow') as unknown as MemberRow;
      const [firstName, email] = cursor ? ['@SUM(A1)', 'b@example.com'] : ['Ada', '+a@example.com'];
      const roles = [role, { id, name: 'Editor' }];
      return { items: [{ ...row, id, firstName, email, roles, teams: [] }], nextCursor: cursor ? null : 'next' };
    });
    const answer = await test.ask('/v1/members.csv?q=ada&status=active', { headers });
    expect(answer.headers['content-disposition']).toBe('attachment; filename="members.csv"');
    const [header, first, second] = answer.text.split('\r\n');
    expect(header).toMatch(/^\ufeffid,email,firstName,lastName,status,isOwner,/);
    expect(first).toContain(`${id},'+a@example.com,Ada,`);
    expect(first).toContain(`,'=1+1; Editor,`);
    expect(second).toContain(`,b@example.com,'@SUM(A1),`);
  });

  it('is refused like any other read, before a line of it is sent', async () => {
    test.peers.answer(exportAudit, () => {
      throw new RosterError(permissionDenied);
    });
    expect(await test.ask('/v1/audit.csv', { headers })).toMatchObject({
      status: 403,
      headers: { 'content-type': 'application/problem+json' },
    });
  });

  it('of nothing is the names of its columns', async () => {
    test.peers.answer(exportAudit, () => ({ items: [], names: {}, nextCursor: null }));
    expect((await test.ask('/v1/audit.csv', { headers })).text).toMatch(/^\ufeffversion,.*,parts\r\n$/);
  });
});

describe('an answer', () => {
  it('carries the version as a header, and in the body only where it is a fact of its own', async () => {
    test.peers.answer(revokeMember, () => ({
      member: { ...(leastOf('Member') as unknown as Member), id },
      version: 7,
    }));
    const revoked = await test.ask(`/v1/members/${id}/revoke`, { method: 'POST', headers });
    expect(revoked).toMatchObject({ status: 200, body: { member: { id } }, headers: { 'roster-version': '7' } });
    expect(revoked.body).not.toHaveProperty('version');

    test.peers.answer(setMemberRoles, () => ({ memberId: id, roles: [], version: 8 }));
    expect(await test.ask(`/v1/members/${id}/roles`, { method: 'PUT', headers, body: { roleIds: [] } })).toMatchObject({
      status: 200,
      headers: { 'roster-version': '8' },
    });

    test.peers.answer(verifyEmail, () => ({ version: 9 }));
    const verified = await test.ask('/v1/email-verifications', { body: { token: 't' } });
    expect(verified).toMatchObject({ status: 204, text: '', headers: { 'roster-version': '9' } });
  });

  it('is 204 where there is nothing to say', async () => {
    test.peers.answer(withdrawInvitation, () => ({}));
    expect(await test.ask(`/v1/invitations/${id}`, { method: 'DELETE', headers })).toMatchObject({
      status: 204,
      text: '',
    });
  });

  it('is a problem document where the service refuses', async () => {
    const details = { pool: 'users', requested: 3, available: 1 };
    test.peers.answer(inviteMembers, () => {
      throw new RosterError(seatLimitReached, undefined, { details });
    });
    const refused = await test.ask('/v1/invitations', { headers, body: { emails: ['a@example.com'], roleIds: [] } });
    expect(refused.status).toBe(409);
    expect(refused.headers['content-type']).toBe('application/problem+json');
    expect(refused.body).toEqual({
      type: 'urn:roster:problem:seat.limit-reached',
      title: 'There are not enough seats',
      status: 409,
      detail: 'There are not enough seats',
      code: 'seat.limit-reached',
      requestId: refused.headers['x-request-id'],
      details,
    });
  });

  it('tells nothing of what broke inside (S64)', async () => {
    test.peers.answer(getMyPermissions, () => {
      throw new Error('relation "members" does not exist at /srv/app.js');
    });
    const failed = await test.ask('/v1/me/permissions', { headers });
    expect(failed).toMatchObject({ status: 500, body: { code: 'internal' } });
    expect(failed.text).not.toMatch(/relation|srv/);
  });

  it('names the permission that is missing', async () => {
    const details = { permission: 'members:view', reason: 'no_grant' };
    test.peers.answer(listMembers, () => {
      throw new RosterError(permissionDenied, undefined, { details });
    });
    expect(await test.ask('/v1/members', { headers })).toMatchObject({
      status: 403,
      body: { code: 'permission.denied', details },
    });
  });
});

describe('a check', () => {
  it('is answered from the larger of both versions', async () => {
    let atLeast: number | undefined;
    test.peers.answer(askChecks, (input) => {
      atLeast = input.atLeast;
      return { results: [] };
    });
    const check = (header: string | undefined, body: number | null | undefined) =>
      test.ask('/v1/checks', {
        headers: { ...headers, ...(header === undefined ? {} : { 'roster-at-least': header }) },
        body: {
          checks: [{ memberId: id, permission: 'members:view' }],
          ...(body === undefined ? {} : { atLeast: body }),
        },
      });
    await check(undefined, 3);
    expect(atLeast).toBe(3);
    await check('5', 3);
    expect(atLeast).toBe(5);
    await check('3', 5);
    expect(atLeast).toBe(5);
    await check('4', undefined);
    expect(atLeast).toBe(4);
    await check('6', null);
    expect(atLeast).toBe(6);
    expect(await check('soon', 3)).toMatchObject({ status: 422, body: { errors: [{ path: 'Roster-At-Least' }] } });
  });

  it('and a read are answered from the version in the header', async () => {
    const seen: (number | undefined)[] = [];
    const note =
      <T>(answer: T) =>
      ({ atLeast }: { atLeast?: number }): T => {
        seen.push(atLeast);
        return answer;
      };
    test.peers.answer(evaluateAuthzen, note({ decision: true }));
    test.peers.answer(listRoles, note({ items: [], nextCursor: null }));
    test.peers.answer(getRole, note({ id }));
    test.peers.answer(getMyPermissions, note({ version: 7, permissions: {} }));
    const body = { subject: { type: 'member', id }, resource: { type: 'members', id: '1' }, action: { name: 'view' } };
    const demanding = { ...headers, 'roster-at-least': '7' };
    expect((await test.ask('/access/v1/evaluation', { headers: demanding, body })).status).toBe(200);
    for (const path of ['/v1/roles', `/v1/roles/${id}`, '/v1/me/permissions']) {
      expect((await test.ask(path, { headers: demanding })).status).toBe(200);
    }
    expect(seen).toEqual([7, 7, 7, 7]);
    expect((await test.ask('/v1/roles', { headers })).status).toBe(200);
    expect(seen.at(-1)).toBeUndefined();
  });

  it('speaks AuthZEN at the root, with its 400 for whatever it cannot take', async () => {
    test.peers.answer(evaluateAuthzen, () => ({ decision: true }));
    const body = {
      subject: { type: 'member', id },
      resource: { type: 'members', id: '1' },
      action: { name: 'view' },
    };
    expect(await test.ask('/access/v1/evaluation', { headers, body })).toMatchObject({
      status: 200,
      body: { decision: true },
    });
    expect((await test.ask('/access/v1/evaluation', { headers, body: {} })).status).toBe(400);
    const text = { ...headers, 'content-type': 'text/plain' };
    expect((await test.ask('/access/v1/evaluation', { headers: text, body: 'x' })).status).toBe(400);
    expect((await test.ask('/access/v1/evaluation', { body })).status).toBe(401);
    const { policy_decision_point: base, ...rest } = (await test.ask('/.well-known/authzen-configuration'))
      .body as Record<string, string>;
    expect(rest).toEqual({
      access_evaluation_endpoint: `${base}/access/v1/evaluation`,
      access_evaluations_endpoint: `${base}/access/v1/evaluations`,
      search_subject_endpoint: `${base}/access/v1/search/subject`,
      search_resource_endpoint: `${base}/access/v1/search/resource`,
      search_action_endpoint: `${base}/access/v1/search/action`,
    });
  });

  it('ignores what it does not know there, and gives back whatever the request is called', async () => {
    let asked: unknown;
    test.peers.answer(evaluateAuthzen, (input) => {
      asked = input;
      return { decision: true };
    });
    const known = { subject: { type: 'member', id }, resource: { type: 'members', id: '1' }, action: { name: 'view' } };
    const body = { ...known, foo: 'bar', subject: { ...known.subject, futureField: { nested: true } } };
    const name = 'a name, with "spaces"';
    const answer = await test.ask('/access/v1/evaluation?x=1', { headers: { ...headers, 'x-request-id': name }, body });
    expect(answer).toMatchObject({ status: 200, headers: { 'x-request-id': name } });
    expect(JSON.parse(JSON.stringify(asked))).toEqual(known);
    const refused = await test.ask('/access/v1/evaluation', { headers: { 'x-request-id': name }, body: 'x' });
    expect(refused).toMatchObject({ status: 400, headers: { 'x-request-id': name } });
  });
});
