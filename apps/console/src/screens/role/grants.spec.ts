import { describe, expect, it } from '@jest/globals';
import { loadPresets } from '@roster/contracts';
import { effective, SCOPE_SETS, scopeNames, snapshotOf, type Catalogue } from '@roster/permissions';
import * as fc from 'fast-check';
import { changedIn, grantableOf, joined, leastOf, shareOf, withFeature, withGrant, type Grants } from './grants.js';

const presets = loadPresets('');
const catalogues = presets.names.flatMap((name) => {
  const [preset, catalogue] = [presets.get(name), presets.catalogue(name)];
  return preset && catalogue && preset.roleCardinality !== 'none' ? [[name, catalogue] as const] : [];
});

/** The catalogue as the API shows it. */
const shown = (catalogue: Catalogue) =>
  catalogue.features.map(({ key, permissions }) => ({
    key,
    actions: permissions.map(({ key: permission, kind, grantable, index, base, decidedBy }) => ({
      permission,
      kind,
      grantable,
      implies: base === index ? null : catalogue.at(base).key,
      joinedTo: decidedBy === index ? null : catalogue.at(decidedBy).key,
    })),
  }));

/** What a member with one role of these grants may do in the account, without what everybody may. */
function held(catalogue: Catalogue, grants: Grants): Record<string, unknown> {
  const snapshot = snapshotOf(catalogue, {
    accountId: 'a',
    status: 'active',
    version: 1,
    ownerMemberId: 'owner',
    roles: [{ id: 'role', grants }],
    members: [{ id: 'member', status: 'active', roleIds: ['role'] }],
  });
  const { permissions } = effective(snapshot, 'member', 0);
  const counted = Object.entries(permissions).filter(([key]) => isCounted(catalogue, key));
  return Object.fromEntries(counted.map(([key, scope]) => [key, [...scope]]));
}

const isCounted = (catalogue: Catalogue, key: string): boolean => {
  const permission = catalogue.find(key);
  return permission?.level === 'account' && permission.decidedBy === permission.index && !(key in catalogue.everyone);
};

const scope = fc.constantFrom(
  undefined,
  ...SCOPE_SETS.filter((bits) => bits !== 0).map((bits) => [...scopeNames(bits)]),
);

describe('What the role editor shows as granted', () => {
  it.each(catalogues)('is what counts, after any edits (%s)', (_, catalogue) => {
    const features = grantableOf(shown(catalogue));
    const edit = fc.record({
      feature: fc.constantFrom(...features),
      at: fc.nat(),
      whole: fc.nat(9),
      on: fc.boolean(),
      scope,
    });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
        let grants: Grants = {};
        for (const { feature, at, whole, on, scope: chosen } of edits) {
          const action = feature.actions[at % feature.actions.length];
          if (!action) continue;
          const value = action.kind === 'scoped' ? chosen : on ? true : undefined;
          const isWhole = whole === 0;
          grants = isWhole ? withFeature(feature, on, grants) : withGrant(feature, action, value, grants);
          if (isWhole) expect(shareOf(feature, grants)).toBe(on ? 'all' : 'none');
        }
        const counted = Object.entries(grants).filter(([key]) => isCounted(catalogue, key));
        const told = counted.map(([key, value]) => [key, value === true ? ['all'] : joined(value, [])]);
        expect(held(catalogue, grants)).toEqual(Object.fromEntries(told));
      }),
    );
  });

  it('keeps view while anything else of the feature is on (RP-12)', () => {
    const features = grantableOf(shown(presets.catalogue('ortto') as Catalogue));
    const reports = features.find(({ key }) => key === 'reports');
    const view = reports?.actions.find(({ permission }) => permission === 'reports:view');
    const exporting = reports?.actions.find(({ permission }) => permission === 'reports:export');
    if (!reports || !view || !exporting) throw new Error('The product has reports');
    const grants = withGrant(reports, exporting, true, {});
    expect(grants).toEqual({ 'reports:export': true, 'reports:view': true });
    expect(leastOf(reports, view, grants)).toBe(true);
    expect(withGrant(reports, view, undefined, grants)).toEqual(grants);
    expect(withGrant(reports, exporting, undefined, grants)).toEqual({ 'reports:view': true });
    expect(changedIn(grants, { 'reports:view': true })).toEqual(['reports:export']);
  });
});
