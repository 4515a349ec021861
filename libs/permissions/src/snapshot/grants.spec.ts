import { describe, expect, it } from '@jest/globals';
import { Catalogue } from '../catalogue/catalogue.js';
import type { Grants } from '../policy/policy.js';
import { scopeNames } from '../scope/scope.js';
import { closedRow, grantProblem } from './grants.js';

const catalogue = new Catalogue({
  hash: 'grants',
  features: [
    {
      key: 'deals',
      label: 'Deals',
      actions: [
        { key: 'view', label: 'View', kind: 'scoped' },
        { key: 'edit', label: 'Edit', kind: 'scoped' },
        { key: 'create', label: 'Create', is: 'edit' },
        { key: 'call', label: 'Call' },
        { key: 'sell', label: 'Sell', grantable: false },
      ],
    },
    {
      key: 'files',
      label: 'Files',
      actions: [
        { key: 'view', label: 'View' },
        { key: 'edit', label: 'Edit', kind: 'scoped' },
      ],
    },
  ],
});

describe('A grant', () => {
  it.each<[string, unknown, string | undefined]>([
    ['deals:edit', ['own'], undefined],
    ['deals:call', true, undefined],
    ['deals:fly', true, 'unknown_permission'],
    ['deals:sell', true, 'not_grantable'],
    ['deals:create', ['own'], 'joined'],
    ['deals:call', ['own'], 'scope_not_taken'],
    ['deals:edit', true, 'scope_required'],
    ['deals:edit', [], 'scope_required'],
    ['deals:edit', ['own', 'galaxy'], 'scope_required'],
  ])('of %s as %j has the problem %s', (key, value, wanted) => {
    expect(grantProblem(catalogue, key, value)).toBe(wanted);
  });
});

/** What a source gives, with implications, by key. */
const closed = (grants: Grants) =>
  Object.fromEntries(
    catalogue.permissions.flatMap(({ key, index }) => {
      const bits = closedRow(catalogue, grants)[index] ?? 0;
      return bits ? [[key, scopeNames(bits)]] : [];
    }),
  );

describe('A source', () => {
  it.each<[string, Grants, ReturnType<typeof closed>]>([
    [
      'gives the base action the scope of a scoped one',
      { 'deals:edit': ['own', 'team'], 'deals:view': ['unowned'] },
      { 'deals:view': ['own', 'team', 'unowned'], 'deals:edit': ['own', 'team'] },
    ],
    [
      'gives a scoped base own records for a toggle, never more',
      { 'deals:call': true },
      { 'deals:view': ['own'], 'deals:call': ['all'] },
    ],
    ['gives a toggled base a plain yes', { 'files:edit': ['own'] }, { 'files:view': ['all'], 'files:edit': ['own'] }],
    ['gives nothing that cannot be granted', { 'deals:sell': true }, {}],
    ['gives nothing that the catalogue does not know', { 'deals:fly': true, nowhere: true }, {}],
  ])('%s', (_, grants, wanted) => {
    expect(closed(grants)).toEqual(wanted);
  });
});
