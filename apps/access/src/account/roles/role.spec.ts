import { describe, expect, it } from '@jest/globals';
import { loadPresets } from '@roster/contracts';
import * as fc from 'fast-check';
import { accountRoles, fitsCardinality, initialsOf, promisedRoles, withRole, type StoredRole } from './role.js';

const role = (id: string, overrides: Partial<StoredRole> = {}): StoredRole => ({
  id,
  slug: null,
  name: id,
  description: null,
  icon: null,
  grants: {},
  position: null,
  managerRoleId: null,
  deleted: false,
  replacedBy: null,
  ...overrides,
});

describe('The number of roles', () => {
  it.each([
    ['single', 0, false],
    ['single', 1, true],
    ['single', 2, false],
    ['multi', 0, true],
    ['multi', 3, true],
    ['none', 0, true],
    ['none', 1, false],
  ] as const)('%s: %i is %s', (cardinality, count, fits) => {
    expect(fitsCardinality(cardinality, count)).toBe(fits);
  });
});

describe('The roles that an invitation promised', () => {
  const stored = [
    role('a'),
    role('b'),
    role('gone', { deleted: true, replacedBy: 'older' }),
    role('older', { deleted: true, replacedBy: 'b' }),
    role('lost', { deleted: true }),
  ];

  it('are followed to the roles that have replaced them since', () => {
    expect(promisedRoles(stored, ['gone'], 'multi')).toEqual(['b']);
  });

  it('are held once, even where several of them lead to the same role', () => {
    expect(promisedRoles(stored, ['b', 'gone', 'older'], 'multi')).toEqual(['b']);
  });

  it('leave out a role that is not known, or was deleted without a replacement', () => {
    expect(promisedRoles(stored, ['nobody', 'lost', 'a'], 'multi')).toEqual(['a']);
  });

  it('are one where the product allows one role, and none where it has no roles', () => {
    expect(promisedRoles(stored, ['a', 'b'], 'single')).toEqual(['a']);
    expect(promisedRoles(stored, ['a'], 'none')).toEqual([]);
  });

  it('end even where tombstones point in a circle', () => {
    const circle = [role('x', { deleted: true, replacedBy: 'y' }), role('y', { deleted: true, replacedBy: 'x' })];
    expect(promisedRoles(circle, ['x'], 'multi')).toEqual([]);
  });
});

describe("The owner's role", () => {
  it('is among the roles afterwards, alone where there may be one only, and never twice', () => {
    const held = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'admin'));
    fc.assert(
      fc.property(held, fc.constantFrom('single' as const, 'multi' as const), (roles, cardinality) => {
        const ensured = withRole(roles, 'admin', cardinality);
        expect(ensured.filter((id) => id === 'admin')).toHaveLength(1);
        if (roles.includes('admin')) expect(ensured).toEqual(roles);
        else expect(ensured).toEqual(cardinality === 'multi' ? [...roles, 'admin'] : ['admin']);
      }),
    );
  });
});

describe('The roles of an account', () => {
  const preset = loadPresets().get('ortto');
  if (!preset) throw new Error('The preset is not there');

  it("are the preset's in its order and with its present names, then the custom ones by position", () => {
    const system = preset.systemRoles.map(({ slug }) => role(`id of ${slug}`, { slug, name: null, grants: null }));
    const custom = [role('second', { position: 2 }), role('first', { position: 1 }), role('gone', { deleted: true })];
    const roles = accountRoles([...custom, ...system].toReversed(), preset);
    expect(roles.map(({ id }) => id)).toEqual([
      ...preset.systemRoles.map(({ slug }) => `id of ${slug}`),
      'first',
      'second',
    ]);
    expect(roles[0]).toMatchObject({ name: preset.systemRoles[0]?.name, grants: preset.systemRoles[0]?.grants });
  });

  it('no longer count a system role that the preset has dropped', () => {
    expect(accountRoles([role('x', { slug: 'of-yesterday' })], preset)).toEqual([]);
  });
});

it.each([
  ['Ada', 'Lovelace', 'AL'],
  [' émile', 'zola', 'ÉZ'],
  ['Plato', '', 'P'],
  ['', '', ''],
])('The initials of "%s %s" are "%s"', (first, last, initials) => {
  expect(initialsOf(first, last)).toBe(initials);
});
