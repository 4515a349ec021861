import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { runs } from '../../../../test/harness/scale.js';
import { NOW, randomAccount, randomAskedQuestion, randomOwnerId } from '../../../../test/permissions/random-account.js';
import { Catalogue } from '../catalogue/catalogue.js';
import { explain } from '../decision/decide.js';
import { snapshotOf } from '../snapshot/snapshot.js';
import { needsRegister, resolveQuestion, type AskedQuestion, type RegisteredRecord } from './resolve-question.js';
import { variantValues } from './variant-values.js';

const catalogue = new Catalogue({
  hash: 'door',
  features: [
    {
      key: 'papers',
      label: 'Papers',
      ownerProperty: 'ownerID',
      actions: [
        { key: 'view', label: 'View', kind: 'scoped' },
        {
          key: 'write',
          label: 'Write',
          kind: 'scoped',
          variants: [{ when: { 'resource.status': 'archived' }, is: 'write-archived' }],
        },
        { key: 'write-archived', label: 'Write archived ones', kind: 'scoped' },
        { key: 'create', label: 'Create', is: 'write' },
        {
          key: 'delete',
          label: 'Delete',
          variants: [
            { when: { 'action.soft': true }, is: 'archive' },
            { when: { 'resource.status': 'archived' }, is: 'purge' },
          ],
        },
        { key: 'archive', label: 'Archive' },
        { key: 'purge', label: 'Purge' },
      ],
    },
    {
      key: 'plans',
      label: 'Plans',
      actions: [
        { key: 'view', label: 'View', level: 'project', kind: 'scoped' },
        { key: 'close', label: 'Close', level: 'project' },
      ],
    },
  ],
});

const record = { type: 'papers', id: '7' };
const ask = (permission: string, said: Omit<AskedQuestion, 'memberId' | 'permission'> = {}): AskedQuestion => ({
  memberId: 'ada',
  permission,
  ...said,
});
const asAsked = (asked: AskedQuestion, registered?: RegisteredRecord) => {
  const question = resolveQuestion(catalogue, asked, registered);
  return typeof question === 'string' ? question : question.permission;
};
const recordOf = (asked: AskedQuestion, registered?: RegisteredRecord) => {
  const question = resolveQuestion(catalogue, asked, registered);
  return typeof question === 'string' ? question : question.record;
};
const sent = (properties: Record<string, unknown>) => ({ record: { ...record, properties } });

describe('The variant that is asked about', () => {
  it.each<[string, AskedQuestion, RegisteredRecord | undefined, string]>([
    ['is the one whose value was sent', ask('papers:write', sent({ status: 'archived' })), undefined, 'write-archived'],
    ['is the action itself for any other value', ask('papers:write', sent({ status: 'open' })), undefined, 'write'],
    [
      'goes by what is registered where nothing was sent',
      ask('papers:write', { record }),
      { ownerId: null, properties: { status: 'archived' } },
      'write-archived',
    ],
    [
      'goes by what is registered where null was sent',
      ask('papers:write', sent({ status: null })),
      { ownerId: null, properties: { status: 'archived' } },
      'write-archived',
    ],
    [
      'goes by what was sent where something else is registered',
      ask('papers:write', sent({ status: 'open' })),
      { ownerId: null, properties: { status: 'archived' } },
      'write',
    ],
    ['goes by the action', ask('papers:delete', { record, actionProperties: { soft: true } }), undefined, 'archive'],
    [
      'is the first that fits',
      ask('papers:delete', { ...sent({ status: 'archived' }), actionProperties: { soft: true } }),
      undefined,
      'archive',
    ],
    [
      'is the next where the action says otherwise, or nothing',
      ask('papers:delete', sent({ status: 'archived' })),
      undefined,
      'purge',
    ],
    [
      'takes values as they are: "true" is not true',
      ask('papers:delete', { ...sent({ status: 'open' }), actionProperties: { soft: 'true' } }),
      undefined,
      'delete',
    ],
    [
      'is that of the action to which the one asked about is joined',
      ask('papers:create', { record: { type: 'papers', properties: { status: 'archived' } } }),
      undefined,
      'write-archived',
    ],
  ])('%s', (_, asked, registered, wanted) => {
    expect(asAsked(asked, registered)).toBe(`papers:${wanted}`);
  });

  it('needs every property of the record that it goes by', () => {
    expect(asAsked(ask('papers:write', { record }))).toBe('property_required');
    expect(asAsked(ask('papers:write', { record }), { ownerId: 'ada' })).toBe('property_required');
    expect(asAsked(ask('papers:write'))).toBe('property_required');
    expect(asAsked(ask('papers:write', sent({ status: null })))).toBe('property_required');
    expect(asAsked(ask('papers:delete', { record, actionProperties: { soft: false } }))).toBe('property_required');
  });

  it('takes no property from what every object has', () => {
    const inherited = new Catalogue({
      hash: 'inherited',
      features: [
        {
          key: 'papers',
          label: 'Papers',
          actions: [
            { key: 'view', label: 'View', variants: [{ when: { 'resource.constructor': 'x' }, is: 'read' }] },
            { key: 'read', label: 'Read' },
          ],
        },
      ],
    });
    expect(resolveQuestion(inherited, ask('papers:view', sent({})))).toBe('property_required');
  });

  it('is said by an explanation, before the first step', () => {
    const question = resolveQuestion(catalogue, ask('papers:write', sent({ status: 'archived' })));
    if (question === 'property_required') throw new Error('It was sent');
    expect(explain(undefined, question, NOW).trace).toEqual([
      { step: 0, outcome: 'passed', variant: 'papers:write-archived' },
      { step: 1, outcome: 'unknown_account' },
    ]);
  });
});

describe('The record that is asked about', () => {
  it('is completed by what is registered', () => {
    expect(recordOf(ask('papers:view', { record }), { ownerId: 'ben', projectId: 'p' })).toEqual({
      ...record,
      ownerId: 'ben',
      projectId: 'p',
    });
    expect(recordOf(ask('papers:view', { record }), { ownerId: null, projectId: null })).toEqual({
      ...record,
      ownerId: null,
    });
  });

  it('keeps what was sent', () => {
    const asked = ask('papers:view', { record: { ...record, ownerId: null, projectId: 'q' } });
    expect(recordOf(asked, { ownerId: 'ben', projectId: 'p' })).toEqual({ ...record, ownerId: null, projectId: 'q' });
  });

  it('has the owner that stands in the property of the feature', () => {
    const owner = (ownerID: unknown) => recordOf(ask('papers:view', sent({ ownerID })), { ownerId: 'ben' });
    expect(owner('cleo')).toEqual({ ...record, ownerId: 'cleo' });
    expect(owner(null)).toEqual({ ...record, ownerId: null });
    // Somebody, but nobody whom we know: the register is not asked in his place.
    expect(owner({ toString: 1 })).toEqual({ ...record, ownerId: '' });
    expect(owner(undefined)).toEqual({ ...record, ownerId: 'ben' });
  });

  it('is the new one in a creation: his who creates it, whatever is registered', () => {
    const create = (ownerId?: string | null) =>
      recordOf(
        ask('papers:create', {
          record: { ...record, ...(ownerId !== undefined && { ownerId }), properties: { status: 'open' } },
        }),
        { ownerId: 'ben', projectId: 'p' },
      );
    expect(create()).toEqual({ ...record, ownerId: 'ada' });
    expect(create('cleo')).toEqual({ ...record, ownerId: 'cleo' });
    expect(create(null)).toEqual({ ...record, ownerId: null });
  });
});

describe('The register', () => {
  it.each<[string, AskedQuestion, boolean]>([
    ['is asked for an owner', ask('papers:view', { record }), true],
    ['is not asked for an owner that was sent', ask('papers:view', { record: { ...record, ownerId: null } }), false],
    ['is not asked for one that came as a property', ask('papers:view', sent({ ownerID: 'ben' })), false],
    ['is not asked for the owner of what is a toggle', ask('papers:archive', { record }), false],
    ['is asked for a property', ask('papers:write', { record: { ...record, ownerId: 'ben' } }), true],
    [
      'is asked for a property that was sent as null',
      ask('papers:write', { record: { ...record, ownerId: 'ben', properties: { status: null } } }),
      true,
    ],
    ['is not asked for an owner whose property was sent as null', ask('papers:view', sent({ ownerID: null })), false],
    ['is not asked for a property of the action', ask('papers:delete', sent({ status: 'open' })), false],
    ['is asked for a project', ask('plans:view', { projectId: 'p', record: { ...record, ownerId: 'ben' } }), true],
    ['is not asked for the project of what is a toggle', ask('plans:close', { projectId: 'p', record }), false],
    ['is not asked where no record is named', ask('papers:view', { record: { type: 'papers' } }), false],
    ['is not asked for what is yet to be created', ask('papers:create', { record }), false],
    ['is not asked for what nobody knows', ask('papers:fly', { record }), false],
  ])('%s', (_, asked, wanted) => {
    expect(needsRegister(catalogue, asked)).toBe(wanted);
  });

  it('changes nothing where it need not be asked', () => {
    const registered = fc.record({
      ownerId: randomOwnerId(),
      projectId: fc.constantFrom(null, 'p'),
      properties: fc.record({ status: fc.constant('archived'), pinned: fc.boolean() }),
    });
    fc.assert(
      fc.property(randomAccount(), randomAskedQuestion(), registered, (account, asked, known) => {
        if (needsRegister(account.catalogue, asked)) return;
        const answer = (found?: RegisteredRecord) => {
          const question = resolveQuestion(account.catalogue, asked, found);
          return question === 'property_required'
            ? question
            : explain(snapshotOf(account.catalogue, account.policy), question, NOW);
        };
        if (asked.record?.id !== undefined) expect(answer(known)).toEqual(answer());
      }),
      { numRuns: runs(100) },
    );
  });
});

describe('The values by which a list is filtered', () => {
  it('are those of the record, in order, and the action for the rest', () => {
    expect(variantValues(catalogue, 'papers:delete')).toEqual({
      values: [{ property: 'status', value: 'archived', permission: 'papers:purge' }],
      otherwise: 'papers:delete',
    });
  });

  it('are none where the action says which variant it is', () => {
    expect(variantValues(catalogue, 'papers:delete', { soft: true })).toEqual({
      values: [],
      otherwise: 'papers:archive',
    });
  });

  it('are none for what has no variants, or is not known', () => {
    expect(variantValues(catalogue, 'papers:view')).toEqual({ values: [], otherwise: 'papers:view' });
    expect(variantValues(catalogue, 'papers:fly')).toEqual({ values: [], otherwise: 'papers:fly' });
  });
});
