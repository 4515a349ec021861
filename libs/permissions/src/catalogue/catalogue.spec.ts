import { describe, expect, it } from '@jest/globals';
import { Catalogue } from './catalogue.js';
import type { ActionVariant, FeatureDefinition } from './definition.js';
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

/** Deals with a variant of `edit`, and an action `call`. */
const varied = (variant: ActionVariant, ofCall?: readonly ActionVariant[]): FeatureDefinition => ({
  ...deals,
  actions: [
    ...deals.actions.map((action) => (action.key === 'edit' ? { ...action, variants: [variant] } : action)),
    { key: 'call', label: 'Call', ...(ofCall && { variants: ofCall }) },
  ],
});

describe('A catalogue', () => {
  it('has the permissions of the platform, whatever the product', () => {
    const keys = catalogue().permissions.map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(['members:invite', 'roles:edit', 'self:view', 'audit:export']));
    expect(keys).toHaveLength(33);
  });

  it('has the permissions to manage a project where the product has projects', () => {
    const keys = (projects: boolean) => new Catalogue({ hash: 'test', features: [], projects }).permissions;
    const more = keys(true).slice(keys(false).length);
    expect(more).toHaveLength(8);
    expect(new Set(more.map(({ level }) => level))).toEqual(new Set(['project']));
    expect(more.filter(({ grantable }) => !grantable).map(({ key }) => key)).toEqual([
      'project:edit-settings',
      'project:delete',
      'project:transfer',
    ]);
  });

  it('keeps to the owner what concerns the account itself', () => {
    const ownersOnly = catalogue().permissions.filter(({ grantable }) => !grantable);
    expect(ownersOnly.map(({ key }) => key)).toEqual(['account:validate', 'account:transfer', 'account:set-time-zone']);
  });

  it('leaves billing open while the account is suspended, including what the product adds to it', () => {
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

  it('gives a joined action the variants of the one that decides', () => {
    const product = catalogue(varied({ when: { 'resource.stage': 'won' }, is: 'call' }));
    const call = { of: 'resource', property: 'stage', value: 'won', index: product.find('deals:call')?.index };
    expect(product.find('deals:edit')?.variants).toEqual([call]);
    expect(product.find('deals:create')?.variants).toEqual([call]);
    expect(product.find('deals:view')?.variants).toEqual([]);
  });

  it('knows the property in which records name their owner, of a feature of the platform too', () => {
    const product = catalogue(
      { ...deals, ownerProperty: 'ownerID' },
      { key: 'records', ownerProperty: 'by', actions: [{ key: 'count', label: 'Count' }] },
    );
    expect(product.ownerPropertyOf('deals')).toBe('ownerID');
    expect(product.ownerPropertyOf('records')).toBe('by');
    expect(product.ownerPropertyOf('members')).toBeUndefined();
  });

  it('joins what the product adds to the platform to what is there', () => {
    const product = catalogue({ key: 'roles', actions: [{ key: 'copy', label: 'Copy', is: 'create' }] });
    expect(product.find('roles:copy')?.decidedBy).toBe(product.find('roles:create')?.index);
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
    ['has a variant that is not there', [varied({ when: { 'resource.a': 1 }, is: 'fly' })], /no action "fly"/],
    ['has a variant that is the action itself', [varied({ when: { 'resource.a': 1 }, is: 'edit' })], /of itself/],
    ['has a variant that is joined', [varied({ when: { 'resource.a': 1 }, is: 'create' })], /joined to another/],
    [
      'has a variant that has variants',
      [varied({ when: { 'resource.a': 1 }, is: 'call' }, [{ when: { 'action.b': 1 }, is: 'view' }])],
      /has variants itself/,
    ],
    ['has a variant that goes by nothing', [varied({ when: {}, is: 'call' })], /exactly one property/],
    [
      'has a variant that goes by two properties',
      [varied({ when: { 'resource.a': 1, 'action.b': 2 }, is: 'call' })],
      /exactly one property/,
    ],
    [
      'has a variant that goes by the subject',
      [varied({ when: JSON.parse('{ "subject.role": "admin" }'), is: 'call' })],
      /neither a property of the record/,
    ],
    [
      'has a variant that goes by a value without end',
      [varied({ when: { 'resource.a': Infinity }, is: 'call' })],
      /a string, a number, true or false/,
    ],
    [
      'gives variants to what is joined',
      [{ ...deals, actions: [...deals.actions, { key: 'x', label: 'X', is: 'edit', variants: [] }] }],
      /has the variants of that/,
    ],
  ])('is refused where it %s', (_, features, message) => {
    expect(() => catalogue(...features)).toThrow(message);
    expect(catalogueProblems(features)[0]?.message).toMatch(message);
  });
});
