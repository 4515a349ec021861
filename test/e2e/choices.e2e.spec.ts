import { beforeAll, describe, expect, it } from '@jest/globals';
import { allRpcs, loadPresets } from '@roster/contracts';
import type { Answer } from '../harness/api.js';
import { address, openAccount, PASSWORD, type Person } from '../harness/people.js';
import { sharedSystem } from '../harness/system.js';

const SCOPES = ['own', 'sameRole', 'subordinate', 'team', 'unowned', 'all'];

/** Why a kind of failure for an unknown name is not asked for below. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'record-keeper.unknown': 'a keeper asks on the bus: deletion.spec.ts',
  'connection.unknown': 'wants a third party: connections.db.spec.ts',
  'connection.scope-unknown': 'wants a third party: connections.db.spec.ts',
};

const roster = sharedSystem();

describe('A name that is not known is refused with those that are', () => {
  let owner: Person;
  let sales: Person;

  beforeAll(async () => {
    owner = await openAccount(roster, { planId: 'business' });
    sales = await openAccount(roster, { preset: 'ontraport' });
  });

  const signUp = (what: object) =>
    roster.api.post('/v1/accounts', {
      name: 'Acme',
      preset: 'ortto',
      owner: { email: address('owner'), password: PASSWORD, firstName: 'Olivia', lastName: 'Owner' },
      ...what,
    });

  const KINDS: Record<string, { ask: () => Promise<Answer>; has: string[] }> = {
    'preset.unknown': { ask: () => signUp({ preset: 'nope' }), has: [...loadPresets().names] },
    'plan.unknown': { ask: () => signUp({ planId: 'nope' }), has: ['free', 'team', 'business'] },
    'record-type.not-found': {
      ask: () => sales.api.send('PUT', '/v1/records/nope/1', { ownerId: null }),
      has: ['contacts'],
    },
  };

  it.each(Object.entries(KINDS))('%s', async (code, { ask, has }) => {
    const { body } = await ask();
    expect(body).toMatchObject({ code, details: { choices: expect.arrayContaining(has) } });
    for (const choice of body.details.choices) expect(body.detail).toContain(choice);
  });

  it('whichever kind of failure it is', () => {
    const declared = allRpcs().flatMap(({ errors }) => errors.map(({ code }) => code));
    const unknown = declared.filter((code) => code.endsWith('unknown') || code === 'record-type.not-found');
    expect([...Object.keys(KINDS), ...Object.keys(ELSEWHERE)].toSorted()).toEqual([...new Set(unknown)].toSorted());
  });

  it.each([
    ['an action', { 'reports:nope': true }, 'unknown_permission', ['reports:view', 'reports:export']],
    ['a feature', { 'nope:view': true }, 'unknown_permission', ['reports:…', 'campaigns:…', 'members:…']],
  ])('%s in the grants of a role', async (_, grants, code, has) => {
    const { status, body } = await owner.api.post('/v1/roles', { name: 'Any', grants });
    expect([status, body.errors]).toEqual([
      422,
      [expect.objectContaining({ code, choices: expect.arrayContaining(has) })],
    ]);
    for (const choice of has) expect(body.errors[0].message).toContain(choice);
  });

  it('a scope, in the grants of a role and in an exception', async () => {
    const tree = (await sales.api.get('/v1/roles/tree')).body.root;
    const role = { name: 'Any', managerRoleId: tree.id, grants: { 'contacts:view': ['nope'] } };
    const made = await sales.api.post('/v1/roles', role);
    expect(made.body.errors).toEqual([expect.objectContaining({ code: 'scope_required', choices: SCOPES })]);
    const path = `/v1/members/${sales.memberId}/exceptions`;
    const exception = { permission: 'contacts:view', effect: 'allow' };
    for (const scope of [undefined, ['nope']]) {
      const { body } = await sales.api.post(path, { ...exception, scope });
      for (const name of SCOPES) expect(body.errors[0].message).toContain(name);
    }
    const nope = await sales.api.post(path, { ...exception, permission: 'contacts:nope', scope: ['own'] });
    expect(nope.body.errors).toEqual([
      expect.objectContaining({ code: 'unknown_permission', choices: expect.arrayContaining(['contacts:view']) }),
    ]);
  });

  it('and the catalogue and the document name the scopes beforehand', async () => {
    const { features } = (await sales.api.get('/v1/catalogue')).body;
    const actions = features.flatMap((feature: { actions: object[] }) => feature.actions);
    for (const { kind, scopes } of actions) expect(scopes).toEqual(kind === 'scoped' ? SCOPES : []);
    const { schemas } = (await roster.api.get('/openapi.json')).body.components;
    const list = expect.objectContaining({ items: { type: 'string', enum: SCOPES } });
    expect(schemas.CreateRole.properties.grants.additionalProperties.oneOf).toEqual([expect.anything(), list]);
    expect(schemas.CheckDecision.properties.scope).toEqual(list);
    expect(schemas.CatalogueAction.properties.scopes).toEqual(list);
  });
});
