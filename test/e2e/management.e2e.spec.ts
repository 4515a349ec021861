import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { CHANGES } from '@roster/contracts';
import type { Answer } from '../harness/api.js';
import { colleague, openAccount, roleId, succeeded, unique, type Person } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

let roster: Roster;

beforeAll(() => {
  roster = sharedSystem();
});

const version = ({ headers }: Answer): number => Number(headers.get('roster-version'));

describe('Roles of one’s own, over HTTP', () => {
  let owner: Person;
  let ada: Person;

  beforeAll(async () => {
    owner = await openAccount(roster, { planId: 'business' });
    ada = await colleague(roster, owner);
  });

  it('are made, given, previewed, edited, put in order and deleted, each answer with its version', async () => {
    const name = unique('Analyst');
    const made = await owner.api.post('/v1/roles', { name, icon: 'chart', grants: { 'reports:export': true } });
    expect(made).toMatchObject({
      status: 201,
      body: { name, icon: 'chart', kind: 'custom', slug: null, managerRoleId: null, members: [] },
    });
    expect(made.body.grants).toEqual({ 'reports:view': true, 'reports:export': true });
    expect(made.body).not.toHaveProperty('version');
    const { id } = made.body;
    const given = await owner.api.send('PUT', `/v1/members/${ada.memberId}/roles`, { roleIds: [id] });
    expect(version(given)).toBe(version(made) + 1);

    const change = { kind: 'role.edit', roleId: id, grants: { 'reports:view': true } };
    const preview = await owner.api.post('/v1/changes/preview', { change });
    expect(preview).toMatchObject({
      status: 200,
      body: {
        version: version(given),
        differences: [{ memberId: ada.memberId, gained: {}, lost: { 'reports:export': ['all'] } }],
      },
    });
    expect(preview.body).not.toHaveProperty('refusal');
    const edit = { grants: change.grants, ifVersion: preview.body.version };
    const edited = await owner.api.send('PATCH', `/v1/roles/${id}`, edit);
    expect(edited).toMatchObject({ status: 200, body: { name, members: [{ id: ada.memberId }] } });
    expect(await owner.api.send('PATCH', `/v1/roles/${id}`, edit)).toMatchObject({
      status: 409,
      body: { code: 'version.changed', details: { version: version(edited) } },
    });
    expect(await owner.api.send('PUT', '/v1/roles/order', { roleIds: [id] })).toMatchObject({ status: 200 });

    expect(await owner.api.send('DELETE', `/v1/roles/${id}`)).toMatchObject({
      status: 409,
      body: { code: 'role.replacement-required', details: { members: 1 } },
    });
    const replacement = await roleId(owner, 'Editor');
    const gone = await owner.api.send('DELETE', `/v1/roles/${id}?replacement=${replacement}`);
    expect(gone).toMatchObject({ status: 204 });
    const mine = await ada.api.get('/v1/me/permissions', { headers: { 'Roster-At-Least': String(version(gone)) } });
    expect(mine.body.permissions).toHaveProperty('campaigns:edit');
  });

  it('are refused to a smaller plan, to whom lacks the right, and with what cannot be granted', async () => {
    const small = await openAccount(roster);
    const role = { name: 'Any', grants: {} };
    expect(await small.api.post('/v1/roles', role)).toMatchObject({
      status: 403,
      body: { code: 'plan.feature-missing', details: { feature: 'customRoles' } },
    });
    expect(await ada.api.post('/v1/roles', role)).toMatchObject({ status: 403, body: { code: 'permission.denied' } });
    expect(await owner.api.post('/v1/roles', { ...role, grants: { 'account:transfer': true } })).toMatchObject({
      status: 422,
      body: { code: 'request.invalid', errors: [{ path: 'grants.account:transfer' }] },
    });
    const admin = await roleId(owner, 'Admin');
    expect(await owner.api.send('PATCH', `/v1/roles/${admin}`, { name: 'Boss' })).toMatchObject({
      status: 409,
      body: { code: 'role.system' },
    });
  });
});

describe('Where there are a tree of roles and exceptions', () => {
  it('managers are set, and members have permissions of their own, with their sources', async () => {
    const owner = await openAccount(roster, { preset: 'ontraport' });
    const rep = await colleague(roster, owner, 'Sales Representative');
    const tree = await owner.api.get('/v1/roles/tree');
    expect(tree.body.root).toMatchObject({ name: 'Account Owner', members: [{ id: owner.memberId }] });
    expect(tree.body.root.roles[0]).toMatchObject({ name: 'Sales Manager', roles: [{ name: 'Sales Representative' }] });

    const path = `/v1/members/${rep.memberId}`;
    const managed = await owner.api.send('PUT', `${path}/manager`, { memberId: owner.memberId });
    expect(managed).toMatchObject({ status: 200, body: { memberId: rep.memberId, managerId: owner.memberId } });

    const refund = { permission: 'transactions:refund', effect: 'allow', reason: 'Fair season' };
    const added = await owner.api.post(`${path}/exceptions`, refund);
    expect(added).toMatchObject({ status: 201, body: { ...refund, scope: null, memberId: rep.memberId } });
    expect(version(added)).toBe(version(managed) + 1);
    expect(await owner.api.post(`${path}/exceptions`, refund)).toMatchObject({
      status: 409,
      body: { code: 'exception.exists', details: { exceptionId: added.body.id } },
    });
    const { permissions } = succeeded(await owner.api.get(`${path}/permissions`)).body;
    const held = permissions.find(({ permission }: { permission: string }) => permission === refund.permission);
    expect(held).toMatchObject({ scope: ['all'], sources: [{ kind: 'exception', permission: refund.permission }] });
    expect((await rep.api.get(`${path}/exceptions`)).body.items).toEqual([added.body]);
    expect(await rep.api.get(`/v1/members/${owner.memberId}/exceptions`)).toMatchObject({ status: 403 });

    const other = await colleague(roster, owner, 'Graphic Designer');
    const copy = `/v1/members/${other.memberId}/permissions/copy`;
    const shown = await owner.api.post(copy, { from: rep.memberId, dryRun: true });
    expect(shown).toMatchObject({ status: 200, body: { exceptions: [{ permission: refund.permission }] } });
    expect((await owner.api.get(`/v1/members/${other.memberId}/exceptions`)).body.items).toEqual([]);
    succeeded(await owner.api.post(copy, { from: rep.memberId }));
    expect((await owner.api.get(`/v1/members/${other.memberId}/exceptions`)).body.items).toHaveLength(1);

    expect(await owner.api.send('DELETE', `${path}/exceptions/${added.body.id}`)).toMatchObject({ status: 204 });
    expect(await owner.api.send('DELETE', `${path}/exceptions/${randomUUID()}`)).toMatchObject({
      status: 404,
      body: { code: 'exception.not-found' },
    });
  });

  it('are described where clients look: every change by its kind', async () => {
    const { paths, components } = (await roster.api.get('/openapi.json')).body;
    const { schema } = paths['/v1/changes/preview'].post.requestBody.content['application/json'];
    const preview = components.schemas[schema.$ref.split('/').at(-1)];
    expect(preview.properties.change.oneOf).toHaveLength(Object.keys(CHANGES).length);
    for (const { $ref } of preview.properties.change.oneOf) {
      const { properties, required } = components.schemas[$ref.split('/').at(-1)];
      expect(properties).toHaveProperty('kind');
      expect(required).toContain('kind');
    }
  });
});
