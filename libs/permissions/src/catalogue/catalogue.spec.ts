import { describe, expect, it } from '@jest/globals';
import { Catalogue } from './catalogue.js';
import type { FeatureDefinition } from './definition.js';
import { catalogueProblems } from './problems.js';

const catalogue = (...features: FeatureDefinition[]) => new Catalogue({ hash: 'test', features });
const deals: FeatureDefinition = {
  key: 'deals',
  label: 'Deals',
  actions: [
    { key: 'view', label: 'View', kind: 'scoped' },
    { key: 'edit', label: 'Edit', kind: 'scoped' },
    { key: 'create', label: 'Create', is: 'edit' },
  ],
};

describe('A catalogue', () => {
  it('has the permissions of the platform, whatever the product', () => {
    const keys = catalogue().permissions.map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(['members:invite', 'roles:edit', 'self:view', 'audit:export']));
    expect(keys).toHaveLength(34);
  });

  it('keeps to the owner what concerns the account itself', () => {
    const ownersOnly = catalogue().permissions.filter(({ grantable }) => !grantable);
    expect(ownersOnly.map(({ key }) => key)).toEqual(['account:validate', 'account:transfer', 'account:set-time-zone']);
  });

  it('leaves billing open while the account is suspended, with what the product adds to it', () => {
    const extended = catalogue({ key: 'billing', actions: [{ key: 'export', label: 'Export' }] });
    const open = extended.permissions.filter(({ whileSuspended }) => whileSuspended);
    expect(open.map(({ key }) => key)).toEqual(['billing:view', 'billing:edit', 'billing:export']);
  });

  it('numbers its permissions by their place', () => {
    const { permissions } = catalogue(deals);
    expect(permissions.map(({ index }) => index)).toEqual(permissions.map((_, index) => index));
  });

  it('gives a joined action the properties of the one that decides', () => {
    const product = catalogue(deals);
    const create = product.find('deals:create');
    expect(create).toMatchObject({ kind: 'scoped', decidedBy: product.find('deals:edit')?.index });
  });

  it.each<[string, FeatureDefinition[], RegExp]>([
    [
      'redefines a permission of the platform',
      [{ key: 'members', actions: [{ key: 'view', label: 'V' }] }],
      /never redefine/,
    ],
    [
      'renames a feature of the platform',
      [{ key: 'members', label: 'People', actions: [{ key: 'x', label: 'X' }] }],
      /not set its label/,
    ],
    [
      'has no base action',
      [{ key: 'logs', label: 'Logs', actions: [{ key: 'get', label: 'Get' }] }],
      /lacks its base action "view"/,
    ],
    ['has no label', [{ ...deals, label: '' }], /needs a label/],
    ['defines a feature twice', [deals, deals], /defined twice/],
    [
      'defines an action twice',
      [{ ...deals, actions: [...deals.actions, { key: 'view', label: 'Again' }] }],
      /defined twice/,
    ],
    [
      'joins to nothing',
      [{ ...deals, actions: [...deals.actions, { key: 'x', label: 'X', is: 'y' }] }],
      /no action "y"/,
    ],
    [
      'joins to what is joined',
      [{ ...deals, actions: [...deals.actions, { key: 'x', label: 'X', is: 'create' }] }],
      /itself joined/,
    ],
  ])('is refused where it %s', (_, features, message) => {
    expect(() => catalogue(...features)).toThrow(message);
    expect(catalogueProblems(features)[0]?.message).toMatch(message);
  });
});
